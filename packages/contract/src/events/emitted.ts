import { ChaincodeError, type ChaincodeStub } from '@heddle/core';
import { emitEvent, foldEvents, type JsonEvent } from '@heddle/core/internal';
import type { Class } from '../evidence/class';
import { ContractError } from '../failures/contract-error';
import { undeclared } from '../failures/undeclared';
import type { EventPlan, EventPlans } from './event-plan';

/** More than that in one transaction is a mistake rather than news. */
const MOST_EVENTS = 1_000;
/** Of all payloads of a transaction: the event is in the block, and in the log of each listener. */
const MOST_BYTES = 1024 * 1024;

/** Of whom the events are. */
export interface EventSource {
    readonly stub: ChaincodeStub;
    /** The class of the contract, for errors. */
    readonly contract: string;
    readonly events: EventPlans;
}

/**
 * The events that one transaction emits. They become one event of Fabric when it has succeeded: the only one as it is,
 * several in an envelope.
 */
export class EmittedEvents {
    readonly #source: EventSource;
    #events: EmittedEvent[] = [];
    #bytes = 0;

    constructor(source: EventSource) {
        this.#source = source;
    }

    /**
     * @throws ContractError UNDECLARED, INVALID_EVENT, EVENTS_TOO_LARGE
     * @throws ChaincodeError READ_ONLY_TRANSACTION, EVENT_ALREADY_SET
     */
    emit(target: Class<object>, value: unknown): void {
        const { contract, events, stub } = this.#source;
        const plan = events.get(target);
        if (plan === undefined) throw undeclared(contract, 'emits', target);
        const json = plan.write(value);
        const next = { name: plan.name, alone: plan.alone, json };
        const bytes = Buffer.byteLength(json);
        refuseTooMuch(next.name, 1, bytes);
        const goOn = emitEvent(stub, next.name, () => foldEvents(this.#events));
        // A setEvent has taken the place of those before it, where the chaincode's options let it.
        if (goOn === false) this.#forget();
        this.#add(next, bytes);
        if (goOn === undefined) setAtOnce(stub, this.#events);
    }

    #forget(): void {
        this.#events = [];
        this.#bytes = 0;
    }

    #add(next: EmittedEvent, bytes: number): void {
        refuseBeside(this.#events[0], next);
        refuseTooMuch(next.name, this.#events.length + 1, this.#bytes + bytes);
        this.#events.push(next);
        this.#bytes += bytes;
    }
}

type EmittedEvent = JsonEvent & Pick<EventPlan, 'alone'>;

/** For a stub of somebody else's, of which a second event takes the first one's place, as in Fabric's own shims. */
function setAtOnce(stub: ChaincodeStub, events: readonly EmittedEvent[]): void {
    const { name, payload } = foldEvents(events);
    stub.setEvent(name, payload);
}

function refuseBeside(first: EmittedEvent | undefined, next: EmittedEvent): void {
    if (first === undefined || !(first.alone || next.alone)) return;
    const which = first.alone ? first.name : next.name;
    throw new ChaincodeError(
        'EVENT_ALREADY_SET',
        `emit of ${next.name} after emit of ${first.name}: ${which} is declared with { alone: true }, and so nothing else may ` +
            'be told by its transaction. Take `alone` away, or emit one of the two in another transaction',
    );
}

function refuseTooMuch(name: string, count: number, bytes: number): void {
    if (count <= MOST_EVENTS && bytes <= MOST_BYTES) return;
    const found = count > MOST_EVENTS ? `${count} events` : `events of ${bytes} bytes`;
    throw new ContractError(
        'EVENTS_TOO_LARGE',
        `emit of ${name}: ${found} in one transaction, and at most ${MOST_EVENTS} of ${MOST_BYTES} bytes together are ` +
            'possible. Emit one event that tells of all of it, or keep what listeners need on the ledger',
        { status: 500 },
    );
}
