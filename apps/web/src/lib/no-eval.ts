import { config } from 'zod'

// Zod compiles object schemas with `new Function` where it may; our CSP forbids it, and even the attempt is reported.
// Vite puts this file into zod's chunk, so that it has run before the first schema of the contract is made.
config({ jitless: true })
