import { describe, expect, it } from 'vitest'
import { enhancedCodeOf, retryAfterOf, tidyReply } from './reply.ts'

describe('retryAfterOf', () => {
  it.each([
    ['450 Greylisted, retry in 300 seconds', 300],
    ['451 try again in 5 minutes', 300],
    ['451 please come back in 00:05:00', 300],
    ['451 Try again later in 4:30', 270],
    ['450 wait 45s', 45],
    ['450 try again in 2 hours', 7200],
    ['450 retry in 99 hours', 86_400],
  ])('%s', (reply, seconds) => expect(retryAfterOf(reply)).toBe(seconds))

  it.each([
    '450 mailbox busy',
    '452 4.2.2 quota 500 of 500 messages',
    '450 see http://x.fr/12345',
    '451 retry in 0 seconds',
  ])('%s: none', reply => expect(retryAfterOf(reply)).toBeUndefined())

  it('stays fast on hostile text', () => {
    const started = performance.now()
    retryAfterOf(`450 ${'retry in '.repeat(8000)}`)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('enhancedCodeOf', () => {
  it.each([
    ['550 5.1.1 unknown', '5.1.1'],
    ['550-5.1.1 unknown', '5.1.1'],
    ['450 4.7.28 rate', '4.7.28'],
    ['550 #5.1.0 Address rejected', '5.1.0'],
    ['550 4.1.1 contradicts itself', undefined],
    ['550 10.5.1.1 is an address', undefined],
    ['550 5.1.1.1 is an address', undefined],
  ])('%s', (reply, code) => expect(enhancedCodeOf(reply)).toBe(code))
})

describe('tidyReply', () => {
  it('joins lines and drops control and direction characters', () => {
    expect(tidyReply('550-5.1.1 one\r\n550 5.1.1 two\u0000\u001b[31m\u202ethree')).toBe('550-5.1.1 one two [31m three')
  })
  it('is at most 500 characters', () => expect(tidyReply(`550 ${'x'.repeat(9000)}`)).toHaveLength(500))
})
