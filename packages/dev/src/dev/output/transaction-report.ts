import {
    chaincodeSets,
    type ObservedBlock,
    type ObservedMark,
    type ObservedProposal,
    type ObservedQueryWarning,
    type ObservedRefusal,
    type ObservedResult,
    type ObservedRevert,
    type PeerObserver,
    type ReadWriteSet,
} from '@heddle/local-peer';
import { DescribedKeys, type NamedEvent, unfoldEvents } from '@heddle/protocol';
import { paint, type Style, type Terminal } from 'heddle/command';
import { isFailure } from '../../calling/failure-status';
import { METADATA_FUNCTION } from '../../calling/metadata-function';
import { showDescribed, showWrites } from './described-writes';
import { type CallPlace, showQueries } from './shown-queries';
import { quoteBytes, showBytes, showRange, showText } from './shown-value';
import { whyUnanswered } from './unanswered';
import { hintsOnPolicies } from './unread-policies';
import { glue, wrapText } from './wrapped-text';

const MOST_ITEMS = 6;
/** Of what follows in further lines. */
const INDENT = 18;
const TX_ID_SHOWN = 8;
/** Submitted transactions whose block is waited for; a client may never send what was endorsed. */
const MOST_PENDING = 1000;

export interface ReportOptions {
    /** Default: the system's time. */
    readonly now?: () => Date;
    /** Says what blocks the chaincode's event loop, if something does. Default: nothing is known. */
    readonly blocked?: (chaincode: string) => string | undefined;
    /** Called when the ledger has gone back. Default: nobody is. */
    readonly reverted?: () => void;
    /** What a transaction has read that endorsers differ in. Default: nothing is known. */
    readonly trapped?: (txId: string) => readonly string[];
    /** The command that runs a recorded transaction again, without its id. Default: nothing is recorded. */
    readonly debugCommand?: (chaincode: string) => string | undefined;
}

/** Tells on a terminal of each transaction as it runs: a few lines when it has run, one more when its block is there. */
export class TransactionReport implements PeerObserver {
    readonly #terminal: Terminal;
    readonly #now: () => Date;
    readonly #blocked: (chaincode: string) => string | undefined;
    readonly #reverted: () => void;
    readonly #trapped: (txId: string) => readonly string[];
    readonly #debugCommand: (chaincode: string) => string | undefined;
    /** The functions that were submitted, by transaction id. */
    readonly #pending = new Map<string, string>();
    /** What to do about requests that the peer refused, by transaction id, until the proposal comes to its end. */
    readonly #hints = new Map<string, Set<string>>();

    /** By chaincode. */
    readonly #keys = new Map<string, DescribedKeys>();
    /** The chaincodes whose metadata is being asked for: that is none of the application's calls. */
    readonly #asked = new Set<string>();

    constructor(
        terminal: Terminal,
        {
            now = () => new Date(),
            blocked = () => undefined,
            reverted = () => undefined,
            trapped = () => [],
            debugCommand = () => undefined,
        }: ReportOptions = {},
    ) {
        this.#terminal = terminal;
        this.#reverted = reverted;
        this.#now = now;
        this.#blocked = blocked;
        this.#trapped = trapped;
        this.#debugCommand = debugCommand;
    }

    /**
     * Shows a chaincode's keys from now on as its metadata describes them.
     * @param ask fetches it; undefined where there is none
     * @returns the metadata
     */
    async describeKeys(chaincode: string, ask: () => Promise<unknown>): Promise<unknown> {
        this.#asked.add(chaincode);
        const metadata = await ask().finally(() => this.#asked.delete(chaincode));
        this.#keys.set(chaincode, new DescribedKeys(metadata));
        return metadata;
    }

    proposal(proposal: ObservedProposal): void {
        if (isOfMetadata(proposal) && (this.#asked.has(proposal.chaincode) || isAnswered(proposal))) return;
        const { purpose, txId, creator, milliseconds } = proposal;
        const name = nameOf(proposal);
        const call = `${name}(${listOf(proposal.args.slice(1).map(quoteBytes))})`;
        const isSubmitted = purpose === 'endorse';
        if (isSubmitted) this.#remember(txId, name);
        const who = `${showText(creator.name)} (${showText(creator.mspId)})`;
        this.#head(isSubmitted ? 'submit' : 'evaluate', `${paint(this.#terminal, 'bold', call)} by ${who}`, [
            `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`,
            shortId(txId),
        ]);
        for (const detail of detailsOf(proposal, this.#keys)) this.#detail(detail);
        for (const read of this.#readsOf(proposal))
            this.#detail({ label: '!', text: showText(read, 500), style: 'yellow' });
        for (const hint of this.#hintsOf(proposal)) this.#detail({ label: 'hint', text: hint, style: 'yellow' });
        this.#tellHowToDebug(proposal);
        this.#hints.delete(txId);
    }

    #tellHowToDebug(proposal: ObservedProposal): void {
        const { chaincode, txId } = proposal;
        const command = hasRunInVain(proposal) ? this.#debugCommand(chaincode) : undefined;
        if (command !== undefined) this.#detail({ label: 'debug', text: `${command} ${shortId(txId)}` });
    }

    refusal({ txId, hint }: ObservedRefusal): void {
        this.#hints.set(txId, (this.#hints.get(txId) ?? new Set()).add(hint));
    }

    block({ number, transactions }: ObservedBlock): void {
        for (const { txId, status } of transactions) {
            const style = status === 'VALID' ? 'green' : 'red';
            const name = this.#pending.get(txId) ?? 'a transaction';
            this.#pending.delete(txId);
            this.#head('commit', `${paint(this.#terminal, style, status)} ${name}`, [`block ${number}`, shortId(txId)]);
        }
    }

    marked({ name, height, replacedHeight }: ObservedMark): void {
        const instead = replacedHeight === undefined ? [] : [`in place of the one at ${replacedHeight}`];
        this.#head('snapshot', paint(this.#terminal, 'bold', name), [`at ${countOf(height)}`, ...instead]);
    }

    reverted({ name = 'a mark', height, undoneBlocks }: ObservedRevert): void {
        const undone = `${countOf(undoneBlocks)} undone, ${countOf(height)} left`;
        this.#head('revert', paint(this.#terminal, 'bold', name), [undone]);
        this.#reverted();
    }

    queryWarning({ chaincode, text }: ObservedQueryWarning): void {
        this.#head(
            'couchdb',
            `${paint(this.#terminal, 'yellow', 'careful')} ${showText(chaincode)}: ${showText(text)}`,
            [],
        );
    }

    /** Of what is submitted alone: nobody has to agree on an evaluation. A refusal has told of them. */
    #readsOf({ txId, purpose, error }: ObservedProposal): readonly string[] {
        const reads = this.#trapped(txId);
        return purpose === 'endorse' && error === undefined ? reads : [];
    }

    #hintsOf({ txId, purpose, result, chaincode }: ObservedProposal): string[] {
        const { status, message } = result?.response ?? { status: 0, message: '' };
        const unanswered = isFailure(status) ? whyUnanswered(message, () => this.#blocked(chaincode)) : undefined;
        const policies = purpose === 'endorse' && result !== undefined ? hintsOnPolicies(result.readWriteSet) : [];
        return [...(this.#hints.get(txId) ?? []), ...(unanswered === undefined ? [] : [unanswered]), ...policies];
    }

    #head(what: string, text: string, behind: readonly string[]): void {
        const time = paint(this.#terminal, 'dim', this.#now().toTimeString().slice(0, 8));
        const label = paint(this.#terminal, 'cyan', what.padEnd(8));
        this.#line(`${time} ${label} ${text} ${paint(this.#terminal, 'dim', glue(behind.join(' ')))}`);
    }

    #detail({ label, text, style }: Detail): void {
        const shown = style === undefined ? text : paint(this.#terminal, style, text);
        this.#line(`${' '.repeat(9)}${paint(this.#terminal, 'dim', label.padEnd(8))} ${shown}`);
    }

    #line(text: string): void {
        this.#terminal.write(
            `${wrapText(text, { columns: this.#terminal.columns, indent: INDENT, breaksWords: true })}\n`,
        );
    }

    #remember(txId: string, name: string): void {
        const [oldest] = this.#pending.keys();
        if (this.#pending.size >= MOST_PENDING && oldest !== undefined) this.#pending.delete(oldest);
        this.#pending.set(txId, name);
    }
}

function countOf(blocks: bigint): string {
    return blocks === 1n ? '1 block' : `${blocks} blocks`;
}

/** Commands ask for metadata by themselves, and nobody has to look at that. */
function isAnswered({ result }: ObservedProposal): boolean {
    return result !== undefined && !isFailure(result.response.status);
}

function isOfMetadata({ purpose, args: [name] }: ObservedProposal): boolean {
    return purpose !== 'endorse' && name !== undefined && Buffer.from(name).toString() === METADATA_FUNCTION;
}

/** A proposal that is refused before it runs has nothing that could be run again. */
function hasRunInVain({ result, error }: ObservedProposal): boolean {
    if (result === undefined) return error?.includes('is not deterministic') === true;
    return isFailure(result.response.status);
}

interface Detail {
    readonly label: string;
    readonly text: string;
    readonly style?: Style;
}

function nameOf({ chaincode, isInit, args: [name] }: ObservedProposal): string {
    return `${isInit ? 'init ' : ''}${showText(chaincode)}.${name === undefined ? '' : showBytes(name)}`;
}

function detailsOf(proposal: ObservedProposal, keys: ReadonlyMap<string, DescribedKeys>): Detail[] {
    const { result, error, transientKeys, chaincode } = proposal;
    const transient = [
        { label: 'private', text: `transient data: ${listOf(transientKeys.map((key) => showText(key)))}` },
    ];
    return [
        ...(transientKeys.length === 0 ? [] : transient),
        ...refusalOf(error),
        ...(result === undefined
            ? []
            : [...answerOf(result), ...effectsOf(result, { chaincode, keys }), ...checkOf(result)]),
    ];
}

/** Several lines where results differ. */
function refusalOf(error: string | undefined): Detail[] {
    const lines = error?.split('\n') ?? [];
    return lines.map((line, index) => ({
        label: index === 0 ? 'refused' : '',
        text: showText(line, 500),
        style: 'red',
    }));
}

function checkOf({ unchecked }: ObservedResult): Detail[] {
    if (unchecked === undefined) return [];
    return [{ label: 'check', text: `not compared with a second run: ${unchecked}`, style: 'dim' }];
}

function answerOf({ response: { status, message, payload } }: ObservedResult): Detail[] {
    if (isFailure(status)) return [{ label: 'failed', text: `${status} ${showText(message, 500)}`, style: 'red' }];
    return payload.length === 0 ? [] : [{ label: 'result', text: showBytes(payload) }];
}

function effectsOf({ event, readWriteSet, queries }: ObservedResult, place: CallPlace): Detail[] {
    const sets = chaincodeSets(readWriteSet);
    const reads = sets.flatMap((one) => readsOf(one, place));
    const writes = sets.flatMap((one) => writesOf(one, place));
    return [
        ...(reads.length === 0 ? [] : [{ label: 'reads', text: listOf(reads) }]),
        ...(queries === undefined ? [] : showQueries(queries, place)).map((text, index) => ({
            label: index === 0 ? 'queries' : '',
            text,
        })),
        ...(writes.length === 0 ? [] : [{ label: 'writes', text: listOf(writes) }]),
        ...(event === undefined ? [] : unfoldEvents(event).map(eventDetail)),
    ];
}

function eventDetail({ name, payload }: NamedEvent): Detail {
    return { label: 'event', text: `${showText(name)} ${showBytes(payload)}`.trimEnd() };
}

type NamespaceSet = ReadWriteSet[number];

function readsOf({ namespace, reads, ranges, collections }: NamespaceSet, place: CallPlace): string[] {
    const prefix = prefixOf(namespace, place.chaincode);
    return [
        ...reads.map(({ key }) => prefix + showDescribed(key, place.keys.get(namespace))),
        ...ranges.map(({ startKey, endKey }) => prefix + showRange(startKey, endKey)),
        ...collections.flatMap(({ name, reads: hashed }) => privateKeys(prefix + name, hashed.length)),
    ];
}

function writesOf({ namespace, writes, metadataWrites, collections }: NamespaceSet, place: CallPlace): string[] {
    const prefix = prefixOf(namespace, place.chaincode);
    const keys = place.keys.get(namespace);
    return [
        ...showWrites(writes, keys).map((write) => prefix + write),
        ...metadataWrites.map(({ key }) => `policy of ${prefix}${showDescribed(key, keys)}`),
        ...collections.flatMap(({ name, writes: hashed }) => privateKeys(prefix + name, hashed.length)),
    ];
}

function prefixOf(namespace: string, chaincode: string): string {
    return namespace === chaincode ? '' : `${showText(namespace)}/`;
}

function privateKeys(collection: string, count: number): string[] {
    return count === 0 ? [] : [`${count} private in ${showText(collection)}`];
}

function listOf(items: readonly string[]): string {
    const shown = items.slice(0, MOST_ITEMS).join(', ');
    return items.length > MOST_ITEMS ? `${shown} and ${items.length - MOST_ITEMS} more` : shown;
}

function shortId(txId: string): string {
    return txId.slice(0, TX_ID_SHOWN);
}
