// The commands of the IIOD protocol as our server takes them, for its answer to HELP and for readers. What reads them is command.ts;
// a test holds both against each other.

export interface CommandForm {
  /** As a line; capitals are said so, or in small letters; what is in brackets may be left out. */
  readonly form: string
  readonly about: string
  /** What comes back when it is done; a refusal is -errno and a newline, and nothing behind it. */
  readonly answer: string
}

/** A decimal number, a newline, so many bytes, a newline. */
const value = 'length, newline, the value with a zero byte, newline'
const place = '[DEBUG | BUFFER | INPUT CHANNEL | OUTPUT CHANNEL]'

/** By their first word. DEVICE is an id (`iio:device0`) or a name; CHANNEL is an id. */
export const commandForms = {
  VERSION: {
    form: 'VERSION',
    about: 'The version of the protocol.',
    answer: 'major.minor.tag, the tag 7 characters wide, newline',
  },
  HELP: { form: 'HELP', about: 'Which commands there are.', answer: 'a line of text' },
  PRINT: {
    form: 'PRINT',
    about: 'All devices, channels and attributes, with the names of their files.',
    answer: 'length, newline, one line of XML with its DTD, newline',
  },
  TIMEOUT: {
    form: 'TIMEOUT MS',
    about: 'So long READBUF and WRITEBUF of this connection wait; 0 and below: for ever.',
    answer: '0, newline',
  },
  READ: {
    form: `READ DEVICE ${place} [ATTRIBUTE]`,
    about:
      'The value of an attribute; without a name those of all attributes of the place, packed: of each a length of 32 bits, big-endian, or -errno, and its bytes up to a multiple of 4.',
    answer: value,
  },
  WRITE: {
    form: `WRITE DEVICE ${place} [ATTRIBUTE] BYTES`,
    about:
      'Writes an attribute; without a name all of the place, packed as READ answers them, where a length of 0 or below leaves one as it is. So many bytes follow the line.',
    answer: 'BYTES, newline',
  },
  GETTRIG: {
    form: 'GETTRIG DEVICE',
    about: 'The trigger that the device samples with.',
    answer: 'length, newline, its name, newline',
  },
  SETTRIG: {
    form: 'SETTRIG DEVICE [TRIGGER]',
    about: 'Chooses the trigger; without one there is none from now on.',
    answer: '0, newline',
  },
  SET: {
    form: 'SET DEVICE BUFFERS_COUNT COUNT',
    about: 'How many kernel buffers a stream has that is opened from now on.',
    answer: '0, newline',
  },
  OPEN: {
    form: 'OPEN DEVICE SCANS MASK [CYCLIC]',
    about:
      'Opens a stream with buffers of so many scans, of the channels of the mask: a bit for each channel of the device in the order of the XML, in words of 8 hexadecimal digits. CYCLIC is for outputs.',
    answer: '0, newline',
  },
  READBUF: {
    form: 'READBUF DEVICE BYTES',
    about: 'Samples of an open input.',
    answer:
      'again and again until there are so many: a number of bytes, newline, the first time the mask, newline, and so many bytes',
  },
  WRITEBUF: {
    form: 'WRITEBUF DEVICE BYTES',
    about: 'Samples for an open output: so many bytes follow the first answer.',
    answer: 'BYTES, newline, and again when they are taken',
  },
  CLOSE: { form: 'CLOSE DEVICE', about: 'Ends the stream.', answer: '0, newline' },
  EXIT: { form: 'EXIT', about: 'Ends the connection.', answer: 'nothing' },
  QUIT: { form: 'QUIT', about: 'The same.', answer: 'nothing' },
  BINARY: { form: 'BINARY', about: 'Another form of the protocol, which is not spoken here.', answer: '-22, newline' },
  ZPRINT: { form: 'ZPRINT', about: 'PRINT, compressed; not spoken here.', answer: '-22, newline' },
} as const satisfies Readonly<Record<string, CommandForm>>

/** Those that HELP names: once each, and only what is spoken. */
export const helpText = `Commands: ${Object.keys(commandForms)
  .filter((word) => !['QUIT', 'BINARY', 'ZPRINT'].includes(word))
  .join(' ')}.\n`
