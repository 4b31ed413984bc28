import { AsyncLocalStorage } from 'node:async_hooks';
import type { ChaincodeStub } from '@heddle/core';
import {
    EMIT_EVENT,
    type EventContent,
    LEDGER_VIEW,
    type LedgerCall,
    type LedgerView,
    ledgerViewOf,
    type LedgerWrite,
    watchAnswers,
    type WriteOrigin,
} from '@heddle/core/internal';
import { readableKey } from '@heddle/local-peer/internal';
import { unfoldEvents } from '@heddle/protocol';
import { describeSite, type NotedSite, noteSite } from './origin';
import { type Leak, PrivateWatch } from './private-watch';
import { publicFacts } from './public-facts';
import { ReadValues } from './read-values';
import { outside } from './scope';

/** Requests whose places are of interest where a peer refuses what comes after them. */
const PAGES = [
    'getStateByRangeWithPagination',
    'getStateByPartialCompositeKeyWithPagination',
    'getQueryResultWithPagination',
    'getPrivateDataByRange',
    'getPrivateDataByPartialCompositeKey',
    'getPrivateDataQueryResult',
] as const;

/** Looks at what a transaction writes: from which line, and whether private data is in what everybody can read. */
export class StubWatch {
    readonly #places = new Map<string, NotedSite>();
    readonly #calls = new Map<string, NotedSite>();
    readonly #together: (readonly [name: string, site: NotedSite])[] = [];
    /** The reads of the tick that is under way. */
    #tick: (readonly [name: string, site: NotedSite])[] = [];
    readonly #private = new PrivateWatch();
    /** Where typed state was called last, and events emitted, by the words of errors and the events' names. */
    readonly #typed = new Map<string, NotedSite>();
    readonly #emits = new Map<string, NotedSite>();
    /** The call of typed state that is under way: what it reads, it may read when the author's line is off the stack. */
    readonly #typedCall = new AsyncLocalStorage<NotedSite>();
    /** Tell what was emitted, when the run is over. */
    readonly #emitted: (() => EventContent)[] = [];

    /** The author's lines of what two runs may differ in, by its words there: `write of a1`. */
    get places(): ReadonlyMap<string, string> {
        const known = [...this.#places].map(([what, site]) => [what, outside(site)] as const);
        return new Map(known.flatMap(([what, site]) => (site === undefined ? [] : [[what, describeSite(site)]])));
    }

    /** The author's lines whose reads were asked at once, so that their answers may come in any order. */
    get together(): readonly string[] {
        const sites = this.#together.flatMap(([name, noted]) => {
            const site = outside(noted);
            return site === undefined ? [] : [`${name} at ${describeSite(site)}`];
        });
        return [...new Set(sites)];
    }

    /** Where a method of the stub was called last. */
    calledAt(method: string): string | undefined {
        const noted = this.#calls.get(method);
        const site = noted && outside(noted);
        return site && describeSite(site);
    }

    /** What was found in runs that are over. */
    takeLeaks(): readonly Leak[] {
        for (const emitted of this.#emitted.splice(0))
            for (const { name, payload } of unfoldEvents(emitted()))
                this.#publish(`emit of ${name}`, payload, this.#emits.get(name));
        return this.#private.takeLeaks();
    }

    /** Looks at the result of a submitted transaction, which is in its block. */
    checkResult(payload: Buffer): void {
        this.#publish('the result', payload, undefined);
    }

    /** Watches a stub from now on: it is of one transaction. */
    watch(stub: ChaincodeStub): void {
        this.#begin(stub);
        this.#watchReads(stub);
        this.#watchStub(stub);
    }

    /** Arguments and proposal are in the block. */
    #begin(stub: ChaincodeStub): void {
        const [, ...args] = stub.getBufferArgs();
        this.#private.begin({ args, transient: [...stub.getTransient().values()] });
        this.#private.know(publicFacts(stub));
    }

    /** Watches what can be called of a stub. */
    #watchStub(stub: ChaincodeStub): void {
        this.#before(stub, 'putState', ([key, value], site) => {
            this.#place(`write of ${readableKey(String(key))}`, site);
            this.#publish('putState', value, site);
        });
        this.#before(stub, 'deleteState', ([key], site) => {
            this.#place(`write of ${readableKey(String(key))}`, site);
        });
        this.#before(stub, 'getState', ([key], site) => {
            this.#place(`read of ${readableKey(String(key))}`, site);
            this.#noteTick('getState', site);
        });
        this.#before(stub, 'getPrivateData', (_, site) => {
            this.#noteTick('getPrivateData', site);
        });
        this.#before(stub, 'setEvent', ([name, payload], site) => {
            this.#place(`event ${String(name)}`, site);
            this.#publish('setEvent', payload, site);
        });
        this.#before(stub, 'putPrivateData', ([collection, key, value], site) => {
            this.#place(`write of ${readableKey(String(key))} in ${String(collection)}`, site);
            this.#write({ collection: String(collection), key: String(key), value }, site);
        });
        for (const name of PAGES) this.#before(stub, name, () => undefined);
        this.#watchTyped(stub);
        const asReadOnly = stub.asReadOnly.bind(stub);
        define(stub, 'asReadOnly', (...args: Parameters<typeof asReadOnly>) => {
            const readOnly = asReadOnly(...args);
            this.#watchStub(readOnly);
            return readOnly;
        });
    }

    /** Watches all reads of the transaction, by whatever method they were asked. */
    #watchReads(stub: ChaincodeStub): void {
        const values = new ReadValues();
        watchAnswers(stub, (read) => {
            const asked = values.asked(read);
            if (asked === undefined) return () => undefined;
            const [noted, typed] = [noteSite(), this.#typedCall.getStore()];
            const site: NotedSite = () => noted() ?? typed?.();
            return (answer) => {
                for (const row of values.values(asked, answer)) {
                    if (row.collection === '') this.#private.knowRow(row);
                    else this.#private.read({ ...row, site });
                }
            };
        });
    }

    /** Watches what the typed state writes, and typed events. */
    #watchTyped(stub: ChaincodeStub): void {
        const view = ledgerViewOf(stub);
        if (view !== undefined) define(stub, LEDGER_VIEW, () => this.#watchView(view));
        const emit = Reflect.get(stub, EMIT_EVENT) as Emit | undefined; // by that name, core has it
        if (emit === undefined) return;
        define(stub, EMIT_EVENT, (name: string, content: () => EventContent) => {
            const site = noteSite();
            this.#emits.set(name, site);
            this.#place(`event ${name}`, site);
            const goesOn = emit.call(stub, name, content);
            // The first one's content tells of all.
            if (goesOn === false) this.#emitted.push(content);
            return goesOn;
        });
    }

    /** Watches what typed state writes, which it does at the end: the author's call was before. */
    #watchView(view: LedgerView): LedgerView {
        const called = new WeakMap<CallSite, NotedSite>();
        const [start, write] = [view.start.bind(view), view.write.bind(view)];
        define(view, 'start', <T>(call: ObservedCall, begin: (operation: LedgerCall<T>) => void) => {
            const site = noteSite();
            this.#typed.set(call.name, site);
            return start<T>(call, (operation) => {
                if (operation.calledFrom !== undefined) called.set(operation.calledFrom, site);
                this.#typedCall.run(site, () => {
                    begin(operation);
                });
            });
        });
        define(view, 'write', (row: LedgerWrite, origin: WriteOrigin) => {
            // After many calls the framework notes none any more.
            const site = (origin.calledFrom && called.get(origin.calledFrom)) ?? this.#typed.get(origin.name);
            this.#noteTyped(row, origin, site ?? (() => undefined));
            return write(row, origin);
        });
        return view;
    }

    #noteTyped({ kind, collection, key, value }: LedgerWrite, { name }: WriteOrigin, site: NotedSite): void {
        if (kind === 'policy') return;
        const where = collection === '' ? '' : ` in ${collection}`;
        this.#place(`write of ${readableKey(key)}${where}`, site);
        if (kind !== 'put') return;
        if (collection === '') this.#publish(name, value, site);
        else this.#write({ collection, key, value }, site);
    }

    #before(
        stub: ChaincodeStub,
        name: keyof ChaincodeStub,
        note: (args: readonly unknown[], site: NotedSite) => void,
    ): void {
        const method = Reflect.get(stub, name) as (...args: unknown[]) => unknown; // one of those above
        define(stub, name, (...args: unknown[]): unknown => {
            const site = noteSite();
            this.#calls.set(name, site);
            note(args, site);
            return method.apply(stub, args);
        });
    }

    #noteTick(name: string, site: NotedSite): void {
        if (this.#tick.length === 0)
            process.nextTick(() => {
                const asked = this.#tick;
                this.#tick = [];
                if (asked.length > 1) this.#together.push(...asked);
            });
        this.#tick.push([name, site]);
    }

    #place(what: string, site: NotedSite): void {
        this.#places.set(what, site);
    }

    #publish(where: string, value: unknown, site: NotedSite | undefined): void {
        const bytes = bytesOf(value);
        if (bytes !== undefined) this.#private.publish({ where, bytes, site });
    }

    #write({ collection, key, value }: PrivateWrite, site: NotedSite): void {
        const bytes = bytesOf(value);
        if (bytes !== undefined) this.#private.write({ collection, key, bytes, site });
    }
}

type ObservedCall = Parameters<LedgerView['start']>[0];
type CallSite = NonNullable<LedgerCall<unknown>['calledFrom']>;

interface PrivateWrite {
    readonly collection: string;
    readonly key: string;
    readonly value: unknown;
}

type Emit = (this: ChaincodeStub, name: string, content: () => EventContent) => boolean | undefined;

function define(owner: object, name: PropertyKey, value: unknown): void {
    Object.defineProperty(owner, name, { value, configurable: true, writable: true });
}

/** A copy: the author may change what was written. */
function bytesOf(value: unknown): Buffer | undefined {
    return typeof value === 'string' || value instanceof Uint8Array ? Buffer.from(value) : undefined;
}
