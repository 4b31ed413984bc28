import { ConfigurationError, readGivenFile, reasonOf } from 'heddle/command';
import { type Document, isAlias, isDocument, isMap, isNode, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { type Check, listOf, objectOf, type Place, recordOf, text } from '../configuring/config-checks';

/** What a ledger begins with: keys first, then calls, in the order of the file. */
export interface SeedFile {
    readonly path: string;
    readonly state: readonly SeedKey[];
    readonly calls: readonly SeedCall[];
}

/** A key that is written without running a chaincode. */
export interface SeedKey {
    /** The file and the line. */
    readonly where: string;
    /** A key as it is, or the type and the parts of a composite one. */
    readonly key: string | readonly string[];
    readonly value: string;
    readonly chaincode: string | undefined;
    readonly collection: string | undefined;
}

/** A transaction that is submitted. */
export interface SeedCall {
    /** The file and the line. */
    readonly where: string;
    readonly function: string;
    readonly contract: string | undefined;
    readonly args: readonly string[];
    readonly transient: ReadonlyMap<string, string>;
    /** As `--as`. */
    readonly as: string | undefined;
    readonly mspId: string | undefined;
    readonly chaincode: string | undefined;
}

const IS_SEED = 'name a seed, in JSON or YAML';

/** Text as it is, everything else as its JSON: so are arguments sent, and values written. */
const asText: Check<string> = (value, place) => {
    refuseLongNumbers(value, place);
    return typeof value === 'string' ? value : JSON.stringify(value);
};

const key: Check<string | readonly string[]> = (value, place) =>
    Array.isArray(value) ? listOf(text)(value, place) : text(value, place);

const keyChecks = objectOf({ key, value: asText, chaincode: text, collection: text });

const callChecks = objectOf({
    function: text,
    contract: text,
    args: listOf(asText),
    transient: recordOf(asText),
    as: text,
    mspId: text,
    chaincode: text,
});

/**
 * Reads a seed: an object with `state` and `calls`, or a list of calls alone.
 *
 * @throws ConfigurationError that names the line, the member and the remedy
 */
export function readSeedFile(path: string): SeedFile {
    const content = readGivenFile({ value: path, source: '--seed' }, IS_SEED).toString();
    const lines = new LineCounter();
    const document = parseDocument(content, { lineCounter: lines });
    const [error] = document.errors;
    if (error !== undefined)
        throw new ConfigurationError(`${path} is no JSON or YAML (${reasonOf(error)}): ${IS_SEED}`);
    const root = document.contents;
    const reader = new SeedReader(path, { document, lines });
    if (isSeq(root)) return { path, state: [], calls: reader.calls(root, '') };
    if (!isMap(root))
        throw new ConfigurationError(
            `${path} is no seed: write an object with "state" and "calls", or a list of calls`,
        );
    objectOf({ state: anything, calls: anything })(valueOf(document, document, path), { file: path, path: '' });
    return {
        path,
        state: reader.state(root.get('state', true)),
        calls: reader.calls(root.get('calls', true), 'calls'),
    };
}

const anything: Check<unknown> = (value) => value;

/** As many as there are: the limit is against files of strangers, and a seed is the developer's own. */
const ANY_ALIASES = { maxAliasCount: -1 };

/** What is written there, with all that its aliases stand for. @throws ConfigurationError for an alias of nothing */
function valueOf(node: Node | Document.Parsed, document: Document.Parsed, where: string): unknown {
    try {
        return isDocument(node) ? node.toJS(ANY_ALIASES) : node.toJS(document, ANY_ALIASES);
    } catch (error) {
        throw new ConfigurationError(`${where}: ${reasonOf(error)}`, { cause: error });
    }
}

interface ReadDocument {
    readonly document: Document.Parsed;
    readonly lines: LineCounter;
}

class SeedReader {
    readonly #path: string;
    readonly #document: Document.Parsed;
    readonly #lines: LineCounter;

    constructor(path: string, { document, lines }: ReadDocument) {
        this.#path = path;
        this.#document = document;
        this.#lines = lines;
    }

    state(list: unknown): SeedKey[] {
        return this.#items(list, 'state').map(([value, place]) => {
            const { key: given, value: written, chaincode, collection } = keyChecks(value, place);
            if (given === undefined) throw missing('key', place);
            if (written === undefined) throw missing('value', place);
            return { where: place.file, key: given, value: written, chaincode, collection };
        });
    }

    calls(list: unknown, member: string): SeedCall[] {
        return this.#items(list, member).map(([value, place]) => {
            const { function: name, args = [], transient = new Map(), ...others } = callChecks(value, place);
            if (name === undefined) throw missing('function', place);
            const { contract, as, mspId, chaincode } = others;
            return { where: place.file, function: name, args, transient, contract, as, mspId, chaincode };
        });
    }

    /** The values of a list, each with its line. */
    #items(list: unknown, member: string): [value: unknown, place: Place][] {
        if (list === undefined) return [];
        const meant = isAlias(list) ? list.resolve(this.#document) : list;
        if (!isSeq(meant)) throw new ConfigurationError(`${this.#path}: ${member} is no list: write one`);
        return meant.items.map((item, index) => {
            const where = `${this.#path}:${isNode(item) ? this.#lineOf(item) : 0}`;
            const value = isNode(item) ? valueOf(item, this.#document, where) : item;
            return [value, { file: where, path: member === '' ? `${index}` : `${member}.${index}` }];
        });
    }

    #lineOf({ range }: Node): number {
        return this.#lines.linePos(range?.[0] ?? 0).line;
    }
}

function refuseLongNumbers(value: unknown, place: Place): void {
    const isLong = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
    if (isLong)
        throw new ConfigurationError(
            `${place.file}: ${place.path} has more digits than a number keeps: write it in quotes`,
        );
    if (typeof value !== 'object' || value === null) return;
    for (const [name, member] of Object.entries(value))
        refuseLongNumbers(member, { ...place, path: `${place.path}.${name}` });
}

function missing(member: string, { file, path }: Place): ConfigurationError {
    return new ConfigurationError(`${file}: ${path} has no "${member}": write one`);
}
