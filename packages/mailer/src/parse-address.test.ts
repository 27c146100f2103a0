import { describe, expect, it } from 'vitest'
import { type AddressFault, parseAddress } from './parse-address.ts'

describe('parseAddress', () => {
  it.each([
    ['jean@ecole.fr', 'jean@ecole.fr'],
    ['  Jean.Dupont+x@Ecole.FR ', 'Jean.Dupont+x@ecole.fr'],
    ["o'neil_1@sub.ecole.fr", "o'neil_1@sub.ecole.fr"],
    ['jean@école.fr', 'jean@xn--cole-9oa.fr'],
    [`${'a'.repeat(64)}@ecole.fr`, `${'a'.repeat(64)}@ecole.fr`],
  ])('takes %s', (typed, address) => expect(parseAddress(typed)).toEqual({ ok: true, address, display: typed.trim() }))

  it.each<[string, AddressFault]>([
    ['', 'empty'],
    ['   ', 'empty'],
    ['jean@', 'domain-missing'],
    ['@x.fr', 'local-missing'],
    ['jean', 'at-missing'],
    ['"jean dupont"@ecole.fr', 'quoted'],
    ['jean\\@x@ecole.fr', 'quoted'],
    ['jean(comment)@ecole.fr', 'comment'],
    ['parents: a@x.fr, b@x.fr;', 'group'],
    ['a@x.fr, b@x.fr', 'two-addresses'],
    ['a@x.fr;b@x.fr', 'two-addresses'],
    ['a@x.fr b@x.fr', 'two-addresses'],
    ['a@b@x.fr', 'two-addresses'],
    ['Jean <jean@ecole.fr>', 'name-not-allowed'],
    ['jean dupont@ecole.fr', 'name-not-allowed'],
    ['jean@ecole.fr\r\nBcc: x@y.fr', 'control-character'],
    ['jean\u0000@ecole.fr', 'control-character'],
    ['jean@eco\u200ble.fr', 'control-character'],
    ['\u202ejean@ecole.fr', 'control-character'],
    ['jean\ud800@ecole.fr', 'control-character'],
    ['é@ecole.fr', 'local-not-ascii'],
    ['.jean@ecole.fr', 'local-invalid'],
    ['jean..d@ecole.fr', 'local-invalid'],
    [`${'a'.repeat(65)}@ecole.fr`, 'local-too-long'],
    [`a@${'b'.repeat(64)}.fr`, 'domain-invalid'],
    [`a@${'bcd.'.repeat(70)}fr`, 'domain-too-long'],
    [`${'a'.repeat(64)}@${'bcd.'.repeat(50)}fr`, 'address-too-long'],
    ['jean@ecole', 'domain-incomplete'],
    ['jean@*.fr', 'domain-invalid'],
    ['jean@ecole..fr', 'domain-invalid'],
    ['jean@-ecole.fr', 'domain-invalid'],
    ['jean@[127.0.0.1]', 'domain-invalid'],
    ['jean@127.0.0.1', 'domain-invalid'],
    ['jean@2130706433', 'domain-invalid'],
    ['jean@ecole.fr/x', 'domain-invalid'],
    ['jean@ecole.fr:25', 'domain-invalid'],
  ])('refuses %j as %s', (typed, code) => expect(parseAddress(typed)).toEqual({ ok: false, code }))
})
