// Who is in control: of all parties that may change something, one at a time does. The machine of the instrument is one
// party, whatever windows it has open; each token of other machines is another one.
import { nothing, record, whole } from '../rpc/shapes.ts'
import { defineTopic, of, ofOperator, slice } from '../rpc/topic.ts'
import { machineName } from './access.ts'

/** Those who change things together. */
export interface Party {
  /** 0: the machine itself. */
  readonly id: number
  /** Of the token. */
  readonly name: string
}

export interface ControlState {
  readonly holder: Party
  /** Who asks for control, the first one first. */
  readonly asking: readonly Party[]
  /** Viewers of other machines may come; while they may not, everybody here is in control. */
  readonly isShared: boolean
}

export interface ControlFields {
  readonly control: ControlState
}

/** So long the holder has to answer who asks, in seconds; who says nothing is taken to be away, and control passes on. */
export const answerSeconds = 20

export const machineParty: Party = { id: 0, name: machineName }

export const controlDesk = defineTopic({
  calls: {
    /** Has control at once: the machine itself always, others from who is not there. EBUSY: somebody is; ask. */
    takeControl: ofOperator(nothing, of<void>()),
    /** Asks who is in control for it; true: it was given at once, since nobody is there to be asked. */
    askControl: ofOperator(nothing, of<boolean>()),
    /** The holder gives it to a party that is there. EACCES: not in control. ENOENT: there is no such party. */
    giveControl: ofOperator(record({ to: whole(0, 2 ** 31) }), of<void>()),
    /** The holder keeps it: nobody asks any more. EACCES: not in control. */
    keepControl: ofOperator(nothing, of<void>()),
    /** Lets go of control, for who asks first, else for the machine itself; or of the wish for it. */
    releaseControl: ofOperator(nothing, of<void>()),
  },
  state: slice<ControlFields>({ control: { holder: machineParty, asking: [], isShared: false } }),
})
