// Programs that use libiio, on the screen: a switch serves the devices to them, and each is shown while it is there.
import { connect } from 'node:net'
import { expect, test } from '../fixtures/lane.ts'

test('a switch serves the devices to libiio programs, and shows who they are', async ({ scope }) => {
  await scope.waitForFrames(2)
  await expect(scope.get('serve-iiod')).not.toBeChecked()
  await scope.enter('iiod-port', '34931')
  await scope.get('serve-iiod').click()
  await expect(scope.get('iiod-uri')).toHaveText('ip:127.0.0.1:34931')
  const client = connect(34_931, '127.0.0.1')
  try {
    const answer = new Promise<string>((resolve, reject) => {
      client.once('data', (bytes) => resolve(bytes.toString()))
      client.once('error', reject)
    })
    client.write('VERSION\r\n')
    expect(await answer).toMatch(/^\d/)
    await expect(scope.get('iiod-clients')).toContainText(`127.0.0.1:${client.localPort}`)
    await expect(scope.get('iiod-clients')).toContainText('no buffer open')
    const gone = new Promise((resolve) => client.once('close', resolve))
    await scope.get('serve-iiod').click()
    await gone
    await expect(scope.get('iiod-uri')).toHaveCount(0)
  } finally {
    client.destroy()
  }
})
