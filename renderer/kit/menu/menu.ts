// What can be done with what was pointed at: menus, and the one that is open.
import { type Directive, shallowRef } from 'vue'
import { isTextEntry } from '../keys/key-owner.ts'
import { watchLongPress } from './long-press.ts'

export interface MenuItem {
  readonly text: string
  /** Id of the command that does the same by key. */
  readonly key?: string
  /** It cannot be done now. */
  readonly isOff?: boolean
  readonly run: () => unknown
}

export interface MenuGroup {
  /** Menus are put together in the order of this number. */
  readonly place: number
  /** What all its items are about, when it is more than the place that was pointed at. */
  readonly title?: string
  readonly items: readonly MenuItem[]
}

/** Where the trace was pointed at. */
export interface PointedTrace {
  /** In parts of its area: 0 is left and top, 1 right and bottom. */
  readonly x: number
  readonly y: number
}

/** What the features offer. */
export interface MenuTable {
  readonly traceMenu?: (point: PointedTrace) => MenuGroup
  /** @param channel id of a channel that is on, or of a derived trace */
  readonly channelMenu?: (channel: string) => MenuGroup | null
}

let tables: readonly MenuTable[] = []

/** Fills the table. */
export function installMenus(all: readonly MenuTable[]): void {
  tables = all
}

/** All that can be done with a channel. */
export function channelGroups(channel: string): readonly MenuGroup[] {
  return tables.flatMap(({ channelMenu }) => channelMenu?.(channel) ?? [])
}

/**
 * All that can be done at a place on the trace.
 * @param channel the trace that is nearest there; null: there is none
 */
export function traceGroups(point: PointedTrace, channel: string | null): readonly MenuGroup[] {
  return [...tables.flatMap(({ traceMenu }) => traceMenu?.(point) ?? []), ...(channel ? channelGroups(channel) : [])]
}

export interface OpenMenu {
  readonly label: string
  readonly groups: readonly MenuGroup[]
  /** Where it was asked for, in CSS pixels of the window. */
  readonly x: number
  readonly y: number
  /** What had the keyboard, and has it again afterwards; null: the screen. */
  readonly from: HTMLElement | null
}

export const openMenu = shallowRef<OpenMenu | null>(null)

export interface Menu {
  /** What it is a menu of. */
  readonly label: string
  /** @param at where it was asked for, in CSS pixels of the window; null: by key */
  readonly groups: (at: { readonly clientX: number; readonly clientY: number } | null) => readonly MenuGroup[]
}

interface MenuHandle {
  menu: Menu
  /** @param at null: by key */
  open(at: MouseEvent | null): void
}
const handles = new WeakMap<Element, MenuHandle>()

/** The menu of an element; with `.screen` also of everything that has none. */
export const vMenu: Directive<HTMLElement, Menu, 'screen'> = {
  mounted(element, { value, modifiers }) {
    const handle: MenuHandle = {
      menu: value,
      open(at) {
        const groups = handle.menu
          .groups(at)
          .filter(({ items }) => items.length > 0)
          .toSorted((a, b) => a.place - b.place)
        if (groups.length === 0) return
        const rect = element.getBoundingClientRect()
        const middle = { clientX: rect.left + rect.width / 2, clientY: rect.top + rect.height / 2 }
        const { clientX: x, clientY: y } = at ?? middle
        const focused = document.activeElement
        const from = at === null && focused instanceof HTMLElement && focused !== document.body ? focused : null
        openMenu.value = { label: handle.menu.label, groups, x, y, from }
      },
    }
    handles.set(element, handle)
    element.dataset.menu = modifiers.screen ? 'screen' : ''
    // A field of text keeps the menu of the browser.
    const keepsIts = ({ target }: Event): boolean => isTextEntry(target as Element)
    element.addEventListener('contextmenu', (event) => {
      if (event.defaultPrevented || keepsIts(event)) return
      event.preventDefault()
      handle.open(event)
    })
    watchLongPress(element, (event) => {
      if (!keepsIts(event)) handle.open(event)
    })
  },
  updated(element, { value }) {
    const handle = handles.get(element)
    if (handle !== undefined) handle.menu = value
  },
  beforeUnmount(element) {
    handles.delete(element)
  },
}

/** Opens the menu of what has the keyboard; where that has none, the one of the screen. */
export function openMenuByKey(): void {
  const own = document.activeElement?.closest('[data-menu]')
  const element = own ?? document.querySelector('[data-menu=screen]')
  if (element) handles.get(element)?.open(null)
}
