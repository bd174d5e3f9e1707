import { expect, it } from 'vitest'
import { ErrnoError, say } from '#shared/errors.ts'
import { catalogFor, languages } from './languages.ts'
import { inPageLanguage, told, translate } from './told.ts'

const de = { '{0} is gone.': '{0} ist weg.' }
const gone = new ErrnoError('ENODEV', say`${'adc0'} is gone.`)

it('shows an error in the language of a catalog, and in English what that does not have', () => {
  expect(translate(gone, de)).toBe('adc0 ist weg.')
  expect(translate(gone.toWire(), de)).toBe('adc0 ist weg.')
  expect(translate(new ErrnoError('EIO', say`It broke.`), de)).toBe('It broke.')
  expect(translate({ message: 'Said by an older instrument.' }, de)).toBe('Said by an older instrument.')
  const foreign = { message: 'Something else.', id: '{0} is gone.', values: ['adc0'] }
  for (const values of [foreign.values, undefined, null, 7, [{}]] as unknown[])
    expect(translate({ ...foreign, values } as typeof foreign, de)).toBe('Something else.')
})

it('shows anything thrown', () => {
  expect(told(gone)).toBe('adc0 is gone.')
  expect(told(new TypeError('x is\nundefined'))).toBe('x is\\nundefined')
  expect(told('a text')).toBe('a text')
  expect(inPageLanguage(gone.toWire())).toBe('adc0 is gone.')
})

it('takes the first language of the person that there is, and English otherwise', () => {
  const all = { en: languages.en!, de }
  expect(catalogFor(['de'], all)).toBe(de)
  expect(catalogFor(['fr', 'de-AT', 'en'], all)).toBe(de)
  expect(catalogFor(['en-GB', 'de'], all)).toBe(languages.en)
  expect(catalogFor(['constructor', 'tlh'], all)).toBe(languages.en)
  expect(catalogFor([], all)).toBe(languages.en)
})
