import { createServer } from 'node:http'
import { createPostgresBackend, Queue, Worker, withBackend } from 'bullmq'
import nodemailer from 'nodemailer'

/**
 * The control: mail as it is usually sent from a web application. The whole mail is in a BullMQ job with three attempts,
 * a worker hands it to a nodemailer pool, and no database knows what was promised. It runs under the same load and the
 * same faults, and it must lose letters: if it does not, the suite is blind. `control-process.ts api|worker`.
 */
type Mail = { id: string; to: string }
const { REDIS_URL, DATABASE_URL = '', SMTP_PORT = '25', PORT = '0' } = process.env
const role = process.argv[2]
const name = 'control'

const redis = () => {
  const { hostname: host, port } = new URL(REDIS_URL ?? '')
  return { connection: { host, port: Number(port), maxRetriesPerRequest: null } }
}
const onPostgres = { connection: { connectionString: DATABASE_URL, migrate: true, max: 4 } }
const own = withBackend(createPostgresBackend)

const openQueue = () => {
  // Three attempts, at once one after the other: BullMQ's default when nobody thinks of a mail server that is away.
  const options = { defaultJobOptions: { attempts: 3, removeOnComplete: true } }
  return REDIS_URL
    ? new Queue(name, { ...redis(), ...options })
    : (new own.Queue(name, { ...onPostgres, ...options }) as unknown as Queue)
}

const serveApi = () => {
  const queue = openQueue()
  queue.on('error', () => {})
  createServer(async (request, response) => {
    try {
      let text = ''
      for await (const chunk of request) text += chunk
      const mails = JSON.parse(text) as Mail[]
      await queue.addBulk(mails.map(mail => ({ name, data: mail })))
      response.writeHead(202).end(JSON.stringify({ letters: mails.length }))
    } catch {
      response.writeHead(503).end('{}')
    }
  }).listen(Number(PORT), '127.0.0.1', () => process.send?.({ ready: true }))
}

const work = () => {
  const pool = nodemailer.createTransport({
    host: '127.0.0.1',
    port: Number(SMTP_PORT),
    pool: true,
    maxConnections: 10,
    ignoreTLS: true,
  })
  const send = async ({ data }: { data: Mail }) => {
    const from = 'secretariat@tilleuls.example'
    await pool.sendMail({ from, to: data.to, messageId: data.id, subject: 'Evening', text: 'The doors open at six.' })
  }
  const worker = REDIS_URL
    ? new Worker(name, send, { ...redis(), concurrency: 10 })
    : new own.Worker(name, send as never, { ...onPostgres, concurrency: 10 })
  worker.on('error', () => {})
  process.send?.({ ready: true })
}

for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, () => {})
process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))
process.on('SIGINT', () => {})
if (role === 'api') serveApi()
else work()
