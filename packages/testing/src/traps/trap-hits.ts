import { describeSite } from './origin';
import type { Leak } from './private-watch';
import type { TrapKind } from './scope';
import type { MachineRead } from './trap-run';

/** Something that endorsers differ in, or that is private, and where a transaction has used it. */
export interface TrapHit {
    /** As an author writes it, such as `Date.now()`. */
    readonly source: string;
    readonly kind: TrapKind;
    /** The author's line, `src/lottery.ts:8:74`; undefined where only a package's code was under way. */
    readonly site: string | undefined;
    /** The line of the transaction itself that has led there the first time; undefined where it is the same. */
    readonly calledFrom: string | undefined;
    /** The package whose code it is, called by the author's line. */
    readonly package: string | undefined;
    /** The transaction that came there first. */
    readonly transaction: string;
    /** How often it was reached, by all transactions. */
    readonly count: number;
    /** The calls that led there the first time, without Heddle's own. */
    readonly stack: string;
}

/** A reading that the contract is allowed. */
export interface TrapAllowance {
    /** As reported, such as `Date.now()`, or without the parentheses. Default: whatever is read. */
    readonly source?: string;
    /** The package that reads. Default: anybody. */
    readonly package?: string;
    /** Part of the author's file and line, such as `src/audit.ts`. Default: anywhere. */
    readonly site?: string;
}

/** They write the time beside each line, which is what they are for. */
const LOGGERS: readonly TrapAllowance[] = [
    ...['pino', 'pino-pretty', 'pino-std-serializers', 'sonic-boom', 'thread-stream', 'on-exit-leak-free'],
    ...[
        'winston',
        'logform',
        'winston-transport',
        'bunyan',
        'debug',
        'log4js',
        'loglevel',
        'roarr',
        'tslog',
        'consola',
    ],
    // A validator compares times of the same machine with each other.
    ...['class-validator', 'validator'],
].map((name) => ({ package: name }));

/** What libraries ask on their way, and what no answer depends on. */
const HARMLESS: readonly TrapAllowance[] = [
    // isValid() compares the text with 'Invalid Date'; dayjs's own texts are made of parts.
    { package: 'dayjs', source: 'toString() of a Date' },
];

/** The hits of a network, or of one transaction of it. */
export class TrapHits {
    readonly #hits = new Map<string, TrapHit>();
    readonly #allowed: readonly TrapAllowance[];

    constructor(allowed: readonly TrapAllowance[]) {
        this.#allowed = [...LOGGERS, ...HARMLESS, ...allowed];
    }

    /** The first ones first. */
    get all(): readonly TrapHit[] {
        return [...this.#hits.values()];
    }

    /** @returns the hit; undefined if it is allowed, or is none */
    noteRead({ source, kind, origin }: MachineRead, transaction: string): TrapHit | undefined {
        if (kind === 'order') return undefined;
        return this.#note({
            source,
            kind,
            site: origin.site,
            calledFrom: origin.calledFrom,
            package: origin.package,
            transaction,
            stack: origin.stack,
        });
    }

    noteLeak({ source, at }: Leak, transaction: string): TrapHit | undefined {
        const [site, calledFrom] = [at?.site, at?.calledFrom];
        return this.#note({ source, kind: 'private', site, calledFrom, package: undefined, transaction, stack: '' });
    }

    /** Adds what was found in another place. */
    add(hit: TrapHit): void {
        this.#note(hit);
    }

    /** What takes all variables reads each of them there: that is told once. */
    #keyOf(hit: Omit<TrapHit, 'count'>): string {
        const ofAll = keyOf({ ...hit, source: 'process.env' });
        return hit.source.startsWith('process.env.') && this.#hits.has(ofAll) ? ofAll : keyOf(hit);
    }

    #note(hit: Omit<TrapHit, 'count'>): TrapHit | undefined {
        if (this.#allowed.some((one) => isAllowed(hit, one))) return undefined;
        const key = this.#keyOf(hit);
        const known = this.#hits.get(key);
        const noted = known === undefined ? { ...hit, count: 1 } : { ...known, count: known.count + 1 };
        this.#hits.set(key, noted);
        return noted;
    }
}

/** Of a hit by its source and its place. */
function keyOf({ source, site, package: name }: Omit<TrapHit, 'count'>): string {
    return [source, site, name].join('\n');
}

function isAllowed(hit: Omit<TrapHit, 'count'>, allowed: TrapAllowance): boolean {
    const { source, package: name, site } = allowed;
    if (source !== undefined && hit.source !== source && withoutCall(hit.source) !== withoutCall(source)) return false;
    if (name !== undefined && hit.package !== name) return false;
    return site === undefined || (hit.site?.includes(site) ?? false);
}

function withoutCall(source: string): string {
    return source.replace(/^new |\(.*$/g, '');
}

type Described = Pick<TrapHit, 'source' | 'site' | 'calledFrom' | 'package'>;

/** One line of a message: `Math.random() at src/lottery.ts:8:74`. */
export function describeHit({ source, site, calledFrom, package: name }: Described): string {
    const by = name === undefined ? '' : ` in the package ${name}`;
    if (site === undefined) return `${source}${by}`;
    return `${source}${by}${name === undefined ? ' at' : ', called at'} ${describeSite({ site, calledFrom })}`;
}

const REMEDIES: Readonly<Record<TrapKind, string>> = {
    time: 'take the time from ctx.stub.getDateTimestamp()',
    random: 'take ids from ctx.stub.getTxID(), or chance from the arguments',
    environment: 'read it when the module loads and give it as an argument, or keep it on the ledger',
    locale: 'name locale and zone, or use the members of UTC and plain comparison',
    outside: 'do it in the client, and give the transaction what came of it',
    memory: 'do not depend on what the collector has left',
    private: 'publish a hash, or keep it in private data',
};

/** Tells an author of what a transaction must not read, and what to write instead. */
export function describeTrapped(transaction: string, hits: readonly TrapHit[]): string {
    const reads = hits.filter(({ kind }) => kind !== 'private');
    const leaks = hits.filter(({ kind }) => kind === 'private');
    return [
        ...listed(`${transaction} reads what endorsers differ in`, reads),
        ...listed(`${transaction} makes public what is private`, leaks),
        ...[...new Set(hits.map(({ kind }) => kind))].map((kind) => `  ${kind}: ${REMEDIES[kind]}`),
        ...(reads.length > 0 ? ['What never reaches the ledger may be read in ctx.untracked(() => …).'] : []),
    ].join('\n');
}

function listed(what: string, hits: readonly TrapHit[]): string[] {
    const [first, ...others] = hits.map(describeHit);
    if (first === undefined) return [];
    return others.length === 0 ? [`${what}: ${first}`] : [`${what}:`, ...[first, ...others].map((hit) => `  ${hit}`)];
}
