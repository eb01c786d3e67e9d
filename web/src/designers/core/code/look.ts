const looks: { [style: string]: string } = {
  string: 'b-code-string',
  number: 'b-code-number',
  bool: 'b-code-word',
  null: 'b-code-word',
  self: 'b-code-word',
  keyword: 'b-code-word',
  'function(variableName)': 'b-code-function',
  'variableName.function': 'b-code-function',
  propertyName: 'b-code-name',
  variableName: 'b-code-name',
  operator: 'b-code-sign',
  bracket: 'b-code-sign',
  punctuation: 'b-code-sign',
  comment: 'b-code-comment',
  invalid: 'b-code-invalid',
}

/** The class of what a tokenizer calls a piece. */
export function lookOf(style: string | undefined): string | null {
  return (style && looks[style]) || null
}
