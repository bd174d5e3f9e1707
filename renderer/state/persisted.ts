// A setting that outlives a reload. What is read back is checked: a damaged or older value becomes the fallback.
import * as v from 'valibot'
import { type Ref, ref, watch } from 'vue'

/** The key carries a version: a shape that changes gets a new key, and old values are simply not found. */
export function persisted<T extends object | string | number | boolean>(
  key: string,
  schema: v.GenericSchema<unknown, T>,
  fallback: T,
  storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage,
): Ref<T> {
  const value = ref(read(key, schema, storage) ?? fallback) as Ref<T>
  watch(value, (now) => storage.setItem(key, JSON.stringify(now)), { deep: true })
  return value
}

function read<T>(key: string, schema: v.GenericSchema<unknown, T>, storage: Pick<Storage, 'getItem'>): T | null {
  try {
    return v.parse(schema, JSON.parse(storage.getItem(key) ?? 'null'))
  } catch {
    return null
  }
}
