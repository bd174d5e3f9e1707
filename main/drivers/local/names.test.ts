// Which channel a file of sysfs is of, by the names that drivers of Linux have.
import { describe, expect, it } from 'vitest'
import { findChannels } from './channels.ts'
import { readSysfsName } from './names.ts'

describe('a name', () => {
  it.each([
    ['in_voltage0_raw', 'voltage0', 'raw'],
    ['in_voltage0-voltage1_raw', 'voltage0-voltage1', 'raw'],
    ['in_voltage-voltage_scale', 'voltage-voltage', 'scale'],
    ['in_voltage_sampling_frequency', 'voltage', 'sampling_frequency'],
    ['out_altvoltage1_phase', 'altvoltage1', 'phase'],
    ['in_accel_x_calibbias', 'accel_x', 'calibbias'],
    ['in_magn_x&y&z_raw', 'magn_x&y&z', 'raw'],
    ['in_rot_from_north_magnetic_tilt_comp_raw', 'rot_from_north_magnetic_tilt_comp', 'raw'],
    ['in_rot_quaternion_raw', 'rot_quaternion', 'raw'],
    ['in_concentration_co2_raw', 'concentration_co2', 'raw'],
    ['in_voltage0_i_hardwaregain', 'voltage0_i', 'hardwaregain'],
    ['in_humidityrelative_input', 'humidityrelative', 'input'],
    ['in_temp0_vccint_raw', 'temp0', 'vccint_raw'],
    ['in_timestamp_en', 'timestamp', 'en'],
    ['in_accel_xyz_raw', 'accel', 'xyz_raw'],
    ['in_currentfancy_raw', null, null],
    ['in_sampling_frequency', null, null],
    ['sampling_frequency', null, null],
    ['in_voltage0', null, null],
  ])('%s', (file, id, attribute) => {
    const found = readSysfsName(file)
    expect([found?.id ?? null, found?.attribute ?? null]).toEqual([id, attribute])
  })
})

describe('files', () => {
  const channelsOf = (...names: readonly string[]) => {
    const files = names.map((name) => ({
      file: name,
      name,
      isReadOnly: false,
      isElement: /_(en|index|type)$/.test(name),
    }))
    const { channels, others } = findChannels(files)
    const found = channels.map((one) => [
      `${one.direction}_${one.id}`,
      [...one.attributes].map(([name, { file }]) => `${name}=${file}`).join(' '),
    ])
    return { ...Object.fromEntries(found), others: others.map(({ name }) => name).join(' ') }
  }

  it('that all of a type share are attributes of each; an own one comes first', () => {
    expect(
      channelsOf(
        'in_voltage0_raw',
        'in_voltage1_raw',
        'in_voltage1_scale',
        'in_voltage_scale',
        'out_voltage0_raw',
        'rate',
      ),
    ).toEqual({
      in_voltage0: 'raw=in_voltage0_raw scale=in_voltage_scale',
      in_voltage1: 'raw=in_voltage1_raw scale=in_voltage1_scale',
      out_voltage0: 'raw=out_voltage0_raw',
      others: 'rate',
    })
  })

  it('of differential channels are shared among them', () => {
    expect(
      channelsOf('in_voltage0_raw', 'in_voltage0-voltage1_raw', 'in_voltage-voltage_scale', 'in_voltage_scale'),
    ).toEqual({
      in_voltage0: 'raw=in_voltage0_raw scale=in_voltage_scale',
      'in_voltage0-voltage1': 'raw=in_voltage0-voltage1_raw scale=in_voltage-voltage_scale',
      others: '',
    })
  })

  it('of a channel that is alone of its type are its own', () => {
    expect(channelsOf('in_temp_raw', 'in_temp_scale', 'in_accel_x_raw', 'in_accel_y_raw', 'in_accel_scale')).toEqual({
      in_temp: 'raw=in_temp_raw scale=in_temp_scale',
      in_accel_x: 'raw=in_accel_x_raw scale=in_accel_scale',
      in_accel_y: 'raw=in_accel_y_raw scale=in_accel_scale',
      others: '',
    })
  })

  it('with an extended name are of the channel of that number; two names are two channels', () => {
    expect(
      channelsOf(
        'in_voltage0_vccint_raw',
        'in_voltage0_vccint_scale',
        'in_voltage0_vccint_en',
        'in_voltage0_vccint_index',
      ),
    ).toEqual({
      in_voltage0:
        'raw=in_voltage0_vccint_raw scale=in_voltage0_vccint_scale en=in_voltage0_vccint_en index=in_voltage0_vccint_index',
      others: '',
    })
    expect(channelsOf('in_voltage0_a_raw', 'in_voltage0_b_raw')).toEqual({
      in_voltage0_a: 'raw=in_voltage0_a_raw',
      in_voltage0_b: 'raw=in_voltage0_b_raw',
      others: '',
    })
    expect(channelsOf('in_voltage0_raw', 'in_voltage0_mean_raw', 'in_voltage0_oversampling_ratio')).toEqual({
      in_voltage0:
        'raw=in_voltage0_raw mean_raw=in_voltage0_mean_raw oversampling_ratio=in_voltage0_oversampling_ratio',
      others: '',
    })
  })

  it('of scan elements of an unknown type are a channel', () => {
    expect(channelsOf('in_novelty3_en', 'in_novelty3_index', 'in_novelty3_type', 'in_novelty4_raw')).toEqual({
      in_novelty3: 'en=in_novelty3_en index=in_novelty3_index type=in_novelty3_type',
      others: 'in_novelty4_raw',
    })
  })
})
