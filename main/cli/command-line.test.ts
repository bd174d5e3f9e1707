import { describe, expect, it } from 'vitest'
import { type Command, parseCommandLine, type RunCommand } from './index.ts'

function run(...words: string[]): RunCommand {
  const command: Command = parseCommandLine(words)
  if (command.kind !== 'run') throw new Error(`expected a run, got ${command.kind}`)
  return command
}

describe('parseCommandLine', () => {
  it('reads a headless run with everything set', () => {
    expect(
      run(
        '--headless',
        '--for',
        '5s',
        '--json',
        '--seed=7',
        '--set',
        'voltage0/source=file:/a=b.wav',
        '--at',
        '2s:blockBytes=64KiB',
        '--record',
        'x.raw',
        '--export',
        'vcd,level=500mV:x.vcd',
        '--export=csv:y.csv',
        '--channels=voltage0, voltage1',
        '--samples',
        '1000',
        '--device',
        'dummy',
        '--trigger',
        'pulse width=<20ns',
        '--measure',
        'rise voltage0',
        '--segments',
        '500',
        '--export-segments',
        'hdf5:s.h5',
      ),
    ).toEqual({
      kind: 'run',
      updateFrom: null,
      updateKey: null,
      front: 'headless',
      forSeconds: 5,
      json: true,
      list: false,
      diagnose: false,
      seed: 7,
      connect: [],
      device: 'dummy',
      set: [{ path: 'voltage0/source', value: 'file:/a=b.wav' }],
      at: [{ atSeconds: 2, path: 'blockBytes', value: '64KiB' }],
      trigger: 'pulse width=<20ns',
      search: null,
      measure: ['rise voltage0'],
      segments: 500,
      record: 'x.raw',
      exports: [
        { settings: { kind: 'vcd', level: 0.5 }, file: 'x.vcd' },
        { settings: { kind: 'csv' }, file: 'y.csv' },
      ],
      segmentExports: [{ settings: { kind: 'hdf5' }, file: 's.h5' }],
      channels: ['voltage0', 'voltage1'],
      overwrite: false,
      rotate: null,
      samples: 1000,
      port: 0,
      streams: [],
      listen: null,
      tlsCert: null,
      tlsKey: null,
      tokens: null,
      newToken: null,
      kiosk: false,
      iiod: null,
      iiodOverrun: null,
      scpi: null,
      memoryBytes: null,
      files: [],
      recordings: null,
      log: null,
      logPaths: false,
      session: null,
      config: null,
      profile: null,
      factoryReset: false,
    })
  })

  it('takes a session file to begin with, on every front', () => {
    expect(run('--session', 'bench.blockscope').session).toBe('bench.blockscope')
    expect(run('--headless', '--session=a b').session).toBe('a b')
    expect(() => parseCommandLine(['--session', ''])).toThrow('--session takes a file name')
  })

  it('takes a folder for the log, and a wish for its paths', () => {
    expect(run('--log', 'logs', '--log-paths')).toMatchObject({ log: 'logs', logPaths: true })
    expect(run('--log-paths', '--front', 'browser')).toMatchObject({ log: null, logPaths: true })
    expect(() => parseCommandLine(['--log='])).toThrow('--log takes a folder.')
    expect(() => parseCommandLine(['--headless', '--log-paths'])).toThrow(
      '--log-paths needs --log FOLDER where there is no screen.',
    )
    expect(run('--diagnose').diagnose).toBe(true)
  })

  it('lets viewers of other machines in with a certificate, its key and tokens, or refuses in one sentence', () => {
    const rest = ['--tls-cert', 'c.pem', '--tls-key', 'k.pem', '--tokens', 't.json']
    expect(run('--listen', '8443', ...rest)).toMatchObject({
      listen: { host: null, port: 8443 },
      tlsCert: 'c.pem',
      tlsKey: 'k.pem',
      tokens: 't.json',
    })
    expect(run('--headless', '--listen', '[::1]:0', ...rest).listen).toEqual({ host: '::1', port: 0 })
    const all = /^--listen needs --tls-cert FILE, --tls-key FILE and --tokens FILE: /
    for (const missing of [0, 2, 4])
      expect(() => parseCommandLine(['--listen', '8443', ...rest.toSpliced(missing, 2)])).toThrow(all)
    for (const alone of [0, 2, 4])
      expect(() => parseCommandLine(rest.slice(alone, alone + 2))).toThrow(`${rest[alone]} needs --listen`)
    for (const option of ['--tls-cert', '--tls-key', '--tokens'])
      expect(() => parseCommandLine([option, ''])).toThrow(`${option} takes a file name`)
    expect(() => parseCommandLine(['--listen', 'x:99999', ...rest])).toThrow('--listen takes [HOST:]PORT')
  })

  it('makes a token for somebody, to look at unless it says control', () => {
    const token = (text: string) => run('--tokens', 't.json', '--new-token', text).newToken
    expect(token('ann')).toEqual({ name: 'ann', right: 'view', days: 30 })
    expect(token('b.o-b_2,control,days=7')).toEqual({ name: 'b.o-b_2', right: 'control', days: 7 })
    expect(token('cyd,days=3650')).toEqual({ name: 'cyd', right: 'view', days: 3650 })
    for (const name of ['', ',control', 'a b', '../x', 'a'.repeat(41)])
      expect(() => token(name)).toThrow('--new-token takes a name of at most 40')
    for (const days of ['0', '3651', '-1', '1.5', '']) expect(() => token(`ann,days=${days}`)).toThrow('a whole number')
    expect(() => token('ann,root')).toThrow('--new-token takes NAME[,control][,days=N]')
    expect(() => parseCommandLine(['--new-token', 'ann'])).toThrow('--new-token needs --tokens FILE')
  })

  it('fills the screen with the window, and with nothing else', () => {
    expect(run('--kiosk').kiosk).toBe(true)
    expect(run('--kiosk', '--front', 'electron').kiosk).toBe(true)
    for (const words of [['--headless'], ['--front', 'browser']])
      expect(() => parseCommandLine(['--kiosk', ...words])).toThrow('--kiosk needs the window')
  })

  it('takes folders whose files are offered', () => {
    expect(run('--files', 'a', '--files=/b c').files).toEqual(['a', '/b c'])
    expect(() => parseCommandLine(['--files', ''])).toThrow('--files takes a folder')
    expect(run('--recordings', 'r').recordings).toBe('r')
    expect(() => parseCommandLine(['--recordings='])).toThrow('--recordings takes a folder')
  })

  it('keeps repeated options in order', () => {
    const { set, at } = run('--headless', '--set', 'a=1', '--set', 'b=2', '--at', '1s:a=3', '--at', '500ms:a=4')
    expect(set.map((one) => one.path)).toEqual(['a', 'b'])
    expect(at.map((one) => one.atSeconds)).toEqual([1, 0.5])
  })

  it('lets the machine choose the front unless one is named', () => {
    expect(run().front).toBeNull()
    expect(run('--iiod', '30431')).toMatchObject({ iiod: { host: null, port: 30431 } })
    expect(run('--iiod=0.0.0.0:0')).toMatchObject({ iiod: { host: '0.0.0.0', port: 0 } })
    expect(run('--iiod', '[::1]:30431')).toMatchObject({ iiod: { host: '::1', port: 30431 } })
    expect(run('--scpi', '5025')).toMatchObject({ scpi: { host: null, port: 5025 } })
    expect(() => run('--scpi', 'here')).toThrow("--scpi takes [HOST:]PORT with a port from 0 to 65535, not 'here'.")
    expect(run('--front', 'browser', '--port', '8080')).toMatchObject({ front: 'browser', port: 8080 })
  })

  it('adds the devices of other machines', () => {
    const words = ['--connect', 'ip:192.168.2.1', '--connect=ip:[fe80::1]:30432', '--connect', 'xml:board.xml']
    expect(run(...words).connect).toEqual(['ip:192.168.2.1', 'ip:[fe80::1]:30432', 'xml:board.xml'])
    expect(run('--connect', 'local:', '--connect', 'local:/mnt/board').connect).toEqual(['local:', 'local:/mnt/board'])
  })

  it('takes durations of months and years', () => {
    const { forSeconds, at } = run('--headless', '--for', '600h', '--at', '1e9s:a=1', '--at', '2147484s:a=2')
    expect(forSeconds).toBe(2_160_000)
    expect(at.map((one) => one.atSeconds)).toEqual([1e9, 2_147_484])
    expect(run('--for', '9007199254740s').forSeconds).toBe(9_007_199_254_740)
  })

  it('answers help and version before anything else', () => {
    expect(parseCommandLine(['--help'])).toEqual({ kind: 'help' })
    expect(parseCommandLine(['--headless', '--version'])).toEqual({ kind: 'version' })
  })

  it.each([
    [['--headles'], "There is no option '--headles'; see --help."],
    [['run'], "'run' is no option; see --help."],
    [['--device', ''], '--device takes the name of a device.'],
    [['--connect', 'ip:'], "A context is ip:HOST, ip:HOST:PORT, xml:FILE or local:, not 'ip:'."],
    [['--connect', 'ip:a b'], "A context is ip:HOST, ip:HOST:PORT, xml:FILE or local:, not 'ip:a b'."],
    [['--connect', 'ip:a:70000'], "A context is ip:HOST, ip:HOST:PORT, xml:FILE or local:, not 'ip:a:70000'."],
    [['--connect', 'usb:'], "A context is ip:HOST, ip:HOST:PORT, xml:FILE or local:, not 'usb:'."],
    [['--for'], '--for needs a value.'],
    [['--trigger', ' '], "A trigger is a kind and its values, as in 'pulse channel=voltage0 width=<20ns'."],
    [['--trigger=edge level'], /^There is no trigger 'edge level'; there are edge, pulse, runt, .*\.$/],
    [['--measure', ' '], "--measure takes a measurement and a channel, as in 'rise voltage0'."],
    [['--headless', '--for', 'soon'], "--for takes a duration such as 5s or 250ms, not 'soon'."],
    [['--headless', '--for', '0s'], '--for takes a duration above zero.'],
    [['--headless', '--for', '-1s'], "--for takes a duration such as 5s or 250ms, not '-1s'."],
    [['--headless', '--for', 'NaN'], "--for takes a duration such as 5s or 250ms, not 'NaN'."],
    [['--headless', '--for', 'Infinity'], "--for takes a duration such as 5s or 250ms, not 'Infinity'."],
    [['--headless', '--for', '1e13s'], "--for takes a duration of at most 9007199254740 s, not '1e13s'."],
    [['--for', '2501999793h'], "--for takes a duration of at most 9007199254740 s, not '2501999793h'."],
    [
      ['--headless', '--at', '1e300s:blockBytes=4096'],
      "--at takes a duration of at most 9007199254740 s, not '1e300s'.",
    ],
    [['--headless', '--at', '-1s:blockBytes=4096'], "--at takes a duration such as 5s or 250ms, not '-1s'."],
    [['--seed', '1.5'], "--seed takes a whole number from 0 to 4294967295, not '1.5'."],
    [['--set', 'sampling_frequency'], "--set takes PATH=VALUE, not 'sampling_frequency'."],
    [['--headless', '--at', 'blockBytes=4096'], "--at takes TIME:PATH=VALUE, not 'blockBytes=4096'."],
    [['--headless', '--at', 'later:blockBytes=4096'], "--at takes a duration such as 5s or 250ms, not 'later'."],
    [['--front', 'web'], "--front takes electron, browser or headless, not 'web'."],
    [['--front', 'browser', '--headless'], 'The front cannot be both browser and headless.'],
    [['--headless', '--samples', '10'], '--samples needs --record FILE or --export FORMAT:FILE.'],
    [['--headless', '--overwrite'], '--overwrite needs --record FILE or --export FORMAT:FILE.'],
    [['--headless', '--export', 'x.wav'], "An export is FORMAT:FILE, not 'x.wav'."],
    [['--headless', '--export', 'mp3:x'], /^There is no export format 'mp3'; there are raw, sigmf, .*\.$/],
    [['--export', 'csv:x'], '--export needs --headless.'],
    [['--iiod-overrun', 'wait'], "--iiod-overrun takes skip or stop, not 'wait'."],
    [['--headless', '--iiod-overrun', 'stop'], '--iiod-overrun needs --iiod [HOST:]PORT.'],
    [['--segments', '5', '--export-segments', 'csv:x'], '--export-segments needs --headless.'],
    [
      ['--headless', '--export-segments', 'csv:x'],
      '--export-segments needs --segments N, which says how many are kept.',
    ],
    [['--headless', '--segments', '5', '--export-segments', 'x.csv'], "An export is FORMAT:FILE, not 'x.csv'."],
    [['--channels', 'voltage0'], '--channels needs --headless.'],
    [['--channels', 'voltage0,,voltage1'], "--channels takes channels with commas between, not 'voltage0,,voltage1'."],
    [['--headless', '--record', 'x', '--overwrite=yes'], '--overwrite takes no value.'],
    [
      ['--headless', '--record', 'f', '--samples', '0'],
      "--samples takes a whole number from 1 to 9007199254740991, not '0'.",
    ],
    [['--memory', 'much'], "--memory takes a size from 128 MiB to 4 GiB, not 'much'."],
    [['--memory', '5GiB'], "--memory takes a size from 128 MiB to 4 GiB, not '5GiB'."],
    [['--memory', '64MiB'], "--memory takes a size from 128 MiB to 4 GiB, not '64MiB'."],
    [['--json'], '--json needs --headless.'],
    [['--headless', '--recordings', 'x'], '--recordings needs a screen; --headless records with --record FILE.'],
    [['--headless=1'], '--headless takes no value.'],
    [['--constructor'], "There is no option '--constructor'; see --help."],
  ])('refuses %j', (words, sentence) => {
    expect(() => parseCommandLine(words)).toThrow(
      expect.objectContaining({
        errno: 'EINVAL',
        message: typeof sentence === 'string' ? sentence : expect.stringMatching(sentence),
      }),
    )
  })
})

describe('updates', () => {
  it('are an action of their own, with a place and a key', () => {
    expect(parseCommandLine(['--check-update'])).toEqual({ kind: 'update', action: 'check', from: null, key: null })
    const words = ['--headless', '--install-update', '--update-from=/feed', '--update-key', 'lab.pub']
    expect(parseCommandLine(words)).toEqual({ kind: 'update', action: 'install', from: '/feed', key: 'lab.pub' })
    expect(parseCommandLine(['--rollback'])).toMatchObject({ action: 'rollback' })
    expect(parseCommandLine(['--update-from', '/feed'])).toMatchObject({
      kind: 'run',
      updateFrom: '/feed',
      updateKey: null,
    })
  })

  it.each([
    [['--check-update', '--rollback'], /--check-update starts no capture, so --rollback cannot stand beside it\./],
    [['--install-update', '--record', 'x'], /so --record cannot stand beside it/],
    [['--json', '--check-update'], /so --json cannot/],
    [['--rollback=1'], /--rollback takes no value/],
    [['--update-from'], /--update-from needs a value/],
    [['--update-key='], /--update-key takes the file of a public key/],
    [['--headless', '--update-from', '/feed'], /need a window/],
  ])('%j is refused', (words, sentence) => {
    expect(() => parseCommandLine(words)).toThrow(sentence)
  })
})
