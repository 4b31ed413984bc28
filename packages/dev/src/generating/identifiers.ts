/** Words that no declaration can have for a name, and names that a generated file uses for what they are. */
const TAKEN = [
    ...'await break case catch class const continue debugger default delete do else enum export extends false finally for'.split(
        ' ',
    ),
    ...'function if implements import in instanceof interface let new null package private protected public return'.split(
        ' ',
    ),
    ...'static super switch this throw true try typeof var void while with yield async of type arguments eval'.split(
        ' ',
    ),
    ...'any bigint boolean never number object string symbol undefined unknown Infinity NaN globalThis'.split(' '),
    ...'Array Date Error Map Object Promise Readonly Record String Number Boolean Uint8Array Symbol Function'.split(
        ' ',
    ),
    ...'ContractClient Evaluate Payload Submit TransactionRefused codecs defineContract evaluate submit'.split(' '),
];

/** Gives each declaration of a file a name that no other one has. */
export class Identifiers {
    readonly #taken = new Set(TAKEN);

    /**
     * @param wanted an identifier
     * @param suffix what is put behind it where it is taken
     */
    claim(wanted: string, suffix: string): string {
        const candidates = [wanted, `${wanted}${suffix}`];
        for (let number = 2; ; number += 1) {
            const free = candidates.find((candidate) => !this.#taken.has(candidate));
            if (free !== undefined) {
                this.#taken.add(free);
                return free;
            }
            candidates.splice(0, candidates.length, `${wanted}${suffix}${number}`);
        }
    }
}

/** `AssetTransfer` of `asset-transfer`, of `org.example.assetTransfer` and of `ASSET_TRANSFER`. */
export function pascalCase(text: string): string {
    const words = text.split(/[^\p{ID_Continue}$]+|_+/u).filter((word) => word !== '');
    const name = words.map((word) => upperFirst(/\p{Ll}/u.test(word) ? word : word.toLowerCase())).join('');
    return /^[\p{ID_Start}$]/u.test(name) ? name : `Type${name}`;
}

/** The text itself where it is an identifier, as names of classes are. */
export function typeName(text: string): string {
    return isIdentifier(text) ? text : pascalCase(text);
}

export function lowerFirst(text: string): string {
    return text.charAt(0).toLowerCase() + text.slice(1);
}

function upperFirst(text: string): string {
    return text.charAt(0).toUpperCase() + text.slice(1);
}

export function isIdentifier(text: string): boolean {
    return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text);
}

/** A property's name in a type or in an object literal. */
export function propertyName(name: string): string {
    // In a literal, this one would set the prototype.
    if (name === '__proto__') return "['__proto__']";
    return isIdentifier(name) ? name : quote(name);
}

/** A string literal, as Prettier quotes it. */
export function quote(text: string): string {
    const json = JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
    const inner = json.slice(1, -1);
    const doubles = text.split('"').length;
    const singles = text.split("'").length;
    if (singles > doubles) return json;
    return `'${inner.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** Words that a type cannot begin with: TypeScript refuses them as the label in a tuple. */
const NO_LABELS = new Set(
    'break case catch class const continue debugger default delete do else enum export extends finally for if in instanceof return super switch throw try var while with'.split(
        ' ',
    ),
);

/** The names of parameters as labels: those that cannot be one, or occur twice, become `argumentN`. */
export function labels(names: readonly string[]): readonly string[] {
    return names.map((name, index) => {
        const isUsable = isIdentifier(name) && name !== '__proto__' && !NO_LABELS.has(name);
        if (isUsable && names.indexOf(name) === index) return name;
        const other = `argument${index + 1}`;
        return names.includes(other) ? `${other}_` : other;
    });
}

/** What a client calls a transaction: not what would make it a promise, a prototype, or one of the client's own members. */
export function memberName(transaction: string): string {
    return ['then', '__proto__', '$events', '$with'].includes(transaction) ? `${transaction}_` : transaction;
}
