// The XML of a context, as PRINT answers it: in one line, with the DTD that clients check it against.

export interface DescribedAttribute {
  readonly name: string
  /** Its file in sysfs; absent: as it is called. */
  readonly filename?: string
}

export interface DescribedChannel {
  readonly id: string
  readonly type: 'input' | 'output'
  /** Of a scan element. */
  readonly scan?: {
    readonly index: number
    /** `le:s12/16>>4`. */
    readonly format: string
    readonly scale?: number
  }
  readonly attributes: readonly DescribedAttribute[]
}

export interface DescribedDevice {
  readonly id: string
  readonly name: string
  /** Empty: none. */
  readonly label: string
  /** In the order that masks count: scan elements by index, then the others. */
  readonly channels: readonly DescribedChannel[]
  readonly attributes: readonly DescribedAttribute[]
  readonly debugAttributes: readonly DescribedAttribute[]
  readonly bufferAttributes: readonly DescribedAttribute[]
}

export interface DescribedContext {
  readonly name: string
  readonly version: { readonly major: number; readonly minor: number; readonly git: string }
  readonly description: string
  /** Name and value: `hw_model`. */
  readonly attributes: readonly (readonly [string, string])[]
  readonly devices: readonly DescribedDevice[]
}

const dtd =
  '<!DOCTYPE context [' +
  '<!ELEMENT context (device | context-attribute)*>' +
  '<!ELEMENT context-attribute EMPTY>' +
  '<!ELEMENT device (channel | attribute | debug-attribute | buffer-attribute)*>' +
  '<!ELEMENT channel (scan-element?, attribute*)>' +
  '<!ELEMENT attribute EMPTY>' +
  '<!ELEMENT scan-element EMPTY>' +
  '<!ELEMENT debug-attribute EMPTY>' +
  '<!ELEMENT buffer-attribute EMPTY>' +
  '<!ATTLIST context name CDATA #REQUIRED version-major CDATA #REQUIRED version-minor CDATA #REQUIRED version-git CDATA #REQUIRED description CDATA #IMPLIED>' +
  '<!ATTLIST context-attribute name CDATA #REQUIRED value CDATA #REQUIRED>' +
  '<!ATTLIST device id CDATA #REQUIRED name CDATA #IMPLIED label CDATA #IMPLIED>' +
  '<!ATTLIST channel id CDATA #REQUIRED type (input|output) #REQUIRED name CDATA #IMPLIED>' +
  '<!ATTLIST scan-element index CDATA #REQUIRED format CDATA #REQUIRED scale CDATA #IMPLIED>' +
  '<!ATTLIST attribute name CDATA #REQUIRED filename CDATA #IMPLIED>' +
  '<!ATTLIST debug-attribute name CDATA #REQUIRED>' +
  '<!ATTLIST buffer-attribute name CDATA #REQUIRED>' +
  ']>'

/** The whole document, without a newline at its end. */
export function contextXml({ name, version, description, attributes, devices }: DescribedContext): string {
  const { major, minor, git } = version
  const about = { name, 'version-major': major, 'version-minor': minor, 'version-git': git, description }
  const inside = [
    ...attributes.map(([key, value]) => empty('context-attribute', { name: key, value })),
    ...devices.map(deviceXml),
  ]
  return `<?xml version="1.0" encoding="utf-8"?>${dtd}${element('context', about, inside)}`
}

function deviceXml(device: DescribedDevice): string {
  const { id, name, label, channels, attributes, debugAttributes, bufferAttributes } = device
  return element('device', { id, name, ...(label !== '' && { label }) }, [
    ...channels.map(channelXml),
    ...attributes.map((one) => empty('attribute', { name: one.name })),
    ...debugAttributes.map((one) => empty('debug-attribute', { name: one.name })),
    ...bufferAttributes.map((one) => empty('buffer-attribute', { name: one.name })),
  ])
}

function channelXml({ id, type, scan, attributes }: DescribedChannel): string {
  const scanElement =
    scan === undefined
      ? []
      : [
          empty('scan-element', {
            index: scan.index,
            format: scan.format,
            ...(scan.scale !== undefined && { scale: scan.scale.toFixed(6) }),
          }),
        ]
  const listed = attributes.map(({ name, filename = name }) => empty('attribute', { name, filename }))
  return element('channel', { id, type }, [...scanElement, ...listed])
}

type Values = Readonly<Record<string, string | number>>

function element(name: string, values: Values, inside: readonly string[]): string {
  return `<${name}${pairs(values)} >${inside.join('')}</${name}>`
}

function empty(name: string, values: Values): string {
  return `<${name}${pairs(values)} />`
}

function pairs(values: Values): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('')
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Text as the value of an attribute. What no XML may hold becomes a question mark. */
function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign).replace(/[^\t\x20-\uffff]|\ufffe|\uffff/g, '?')
}
