/** The nonce that the server put into the page, for styles made at run time. */
export function cspNonce(): string | undefined {
  const content = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content
  return content && content !== '__CSP_NONCE__' ? content : undefined
}
