// Hands requests on to MORTISE_URL with the bearer token MORTISE_TOKEN, which
// the checks cannot send. Usage: bearer.mjs PORT
import http from 'node:http'

const to = new URL(process.env.MORTISE_URL)
http
  .createServer((from, answer) => {
    const headers = { ...from.headers, authorization: `Bearer ${process.env.MORTISE_TOKEN}` }
    const on = http.request({ host: to.hostname, port: to.port, path: from.url, method: from.method, headers }, (got) => {
      answer.writeHead(got.statusCode, got.headers)
      got.pipe(answer)
    })
    from.pipe(on)
  })
  .listen(Number(process.argv[2]), '127.0.0.1')
