import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Connect, Plugin } from 'vite'
import { MemoryServer } from './api/server.ts'

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

async function answer(
  server: MemoryServer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? 'GET'
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers))
    if (typeof value === 'string') headers.set(name, value)
  const body = method === 'GET' ? undefined : await bodyOf(request)
  const result = await server.handle(new Request(`http://memory${request.url}`, { method, headers, body }))
  response.statusCode = result.status
  for (const [name, value] of result.headers) response.setHeader(name, value)
  response.end(await result.text())
}

function middleware(): Connect.NextHandleFunction {
  const server = new MemoryServer()
  return (request, response, next) => {
    if (!request.url?.startsWith('/api/')) return next()
    answer(server, request, response).catch(next)
    return undefined
  }
}

/** Serves the API from memory beside the page. */
export function mockServer(): Plugin {
  return {
    name: 'mortise-mock-server',
    configureServer: (server) => void server.middlewares.use(middleware()),
    configurePreviewServer: (server) => void server.middlewares.use(middleware()),
  }
}
