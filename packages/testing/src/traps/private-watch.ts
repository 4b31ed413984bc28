import { type Leaf, leavesOf } from './json-leaves';
import type { NotedSite, Site } from './origin';
import { isPublishedIn, isWholeIn, type PrivateRow, type Suspect, suspectOf } from './private-value';
import { outside } from './scope';
import { SearchedTexts } from './searched-texts';

/** Something private that a transaction has put where everybody reads it. */
export interface Leak {
    /** For instance `private data of prices in putState`. */
    readonly source: string;
    readonly at: Site | undefined;
}

/** A value that comes to be in the block. */
interface Published {
    /** For a message: the method, or what it is. */
    readonly where: string;
    readonly bytes: Buffer;
    /** Undefined where the place at which the private value was read says more. */
    readonly site: NotedSite | undefined;
}

/** What a transaction was called with. */
interface Call {
    readonly args: readonly Buffer[];
    readonly transient: readonly Buffer[];
}

const LEAST_ARGUMENT = 3;

/**
 * Finds what a transaction has read of collections, or written to them, in what it writes for everybody: a whole value, or a
 * member of one that is JSON, in whatever order it comes to both. What arguments, public state, the proposal or the value's own
 * key say anyhow is not private. What is calculated from private data is not found.
 */
export class PrivateWatch {
    readonly #values: PrivateRow[] = [];
    readonly #published: Published[] = [];
    /** What everybody may know: values, looked into where there is a private one to compare with, and texts. */
    readonly #public: Uint8Array[] = [];
    readonly #facts = new Set<string>();
    readonly #leaks: Leak[] = [];
    #call: Call | undefined;

    /** Notes what the transaction was called with. Of chaincodes that it calls, nothing of that is in the block. */
    begin(call: Call): void {
        if (this.#call !== undefined) return;
        this.#call = call;
        this.#public.push(...call.args);
    }

    /** Notes a value that was read of a collection. */
    read(row: PrivateRow): void {
        this.#values.push(row);
    }

    /** Notes a value that is written to a collection. */
    write(row: PrivateRow): void {
        this.read(row);
        const { args, transient } = this.#call ?? { args: [], transient: [] };
        const has = (given: Buffer): boolean => isWholeIn(row.bytes, given, LEAST_ARGUMENT);
        // Transient data may have the same text as an argument, and is where it belongs.
        if (!args.some(has) || transient.some(has)) return;
        this.#leaks.push(
            outside(() => ({ source: `private data of ${row.collection} in an argument`, at: row.site() })),
        );
    }

    /** Notes a value that comes to be in the block. */
    publish(published: Published): void {
        this.#published.push(published);
    }

    /** Notes texts that everybody may know. */
    know(facts: readonly string[]): void {
        for (const fact of facts) this.#facts.add(fact);
    }

    /** Notes a row of the public state. */
    knowRow({ key, bytes }: { readonly key: string; readonly bytes: Buffer }): void {
        // Whoever asks for a key that is not there has it from elsewhere.
        if (bytes.length === 0) return;
        this.#public.push(bytes);
        this.know(key.split('\u0000'));
    }

    /** What was found, of runs that are over: nothing else of them is kept. */
    takeLeaks(): readonly Leak[] {
        const [values, published] = [this.#values.splice(0), this.#published.splice(0)];
        const known = this.#takeKnown();
        if (values.length === 0) return [];
        const found = outside(() => leaksOf(values, published, known));
        return [...this.#leaks.splice(0), ...found];
    }

    #takeKnown(): () => SearchedTexts {
        const [facts, rows] = [[...this.#facts], this.#public.splice(0)];
        this.#facts.clear();
        return () => {
            const texts = [...facts, ...rows.flatMap((bytes) => leavesOf(bytes).map(({ text }) => text))];
            // In a number, digits are by chance.
            const searched = texts.filter((text) => !/^\d+$/.test(text));
            return new SearchedTexts(texts, searched);
        };
    }
}

interface Publication extends Published {
    readonly leaves: readonly Leaf[];
}

function leaksOf(
    values: readonly PrivateRow[],
    published: readonly Published[],
    known: () => SearchedTexts,
): readonly Leak[] {
    const publications = published.map((one): Publication => ({ ...one, leaves: leavesOf(one.bytes) }));
    const all = new SearchedTexts(
        publications.flatMap(({ leaves }) => leaves.map(({ text }) => text)),
        published.map(({ bytes }) => bytes),
    );
    const texts = known();
    const suspects = values.flatMap((value) => suspectOf(value, all, texts) ?? []);
    return publications.flatMap((one) => leakOf(one, suspects) ?? []);
}

function leakOf({ where, bytes, site, leaves }: Publication, suspects: readonly Suspect[]): Leak | undefined {
    const suspect = suspects.find((one) => isPublishedIn(one, bytes, leaves));
    return (
        suspect && { source: `private data of ${suspect.row.collection} in ${where}`, at: (site ?? suspect.row.site)() }
    );
}
