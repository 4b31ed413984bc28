import { type OrganizationName, ORGANIZATIONS } from './members';

/** A call of a table. */
export interface Call {
    /** As the table has it. */
    readonly line: string;
    readonly how: 'submit' | 'evaluate' | 'init';
    readonly client: OrganizationName;
    /** Of the table, by name; default: its first one. */
    readonly chaincode: string | undefined;
    /** The function's name and its parameters; none for a call without arguments. */
    readonly args: readonly string[];
    readonly transient: Readonly<Record<string, string>>;
}

const WORD = /(?:'[^']*'|[^\s'])+/g;
const HOW = ['submit', 'evaluate', 'init'];

/**
 * Parses the calls of a table, one a line: `submit CreateAsset a1 'two words' +details={"size":1}`.
 *
 * Before the verb may stand the client's organization, `Org2`, and a chaincode, `on NAME`. A word that begins with + is a
 * value of the transient map. `<Org2>` stands for what `getID()` says of that organization's client, which is `known`.
 *
 * @throws Error for a line that is no call
 */
export function parseCalls(text: string, known: Readonly<Record<OrganizationName, string>>): Call[] {
    return text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .map((line) => parseCall(line, known));
}

function parseCall(line: string, known: Readonly<Record<OrganizationName, string>>): Call {
    const words = (line.match(WORD) ?? []).map((word) =>
        word.replaceAll("'", '').replace(/<(Org[12])>/g, (_, name: OrganizationName) => known[name]),
    );
    const verb = words.findIndex((word) => HOW.includes(word));
    if (verb < 0) throw new Error(`a line of a table names no verb: ${line}`);
    const before = words.slice(0, verb);
    const rest = words.slice(verb + 1);
    const on = before.indexOf('on');
    return {
        line,
        how: words[verb] as Call['how'],
        client: ORGANIZATIONS.find((name) => before.includes(name)) ?? 'Org1',
        chaincode: on < 0 ? undefined : before[on + 1],
        args: rest.filter((word) => !word.startsWith('+')),
        transient: Object.fromEntries(rest.filter((word) => word.startsWith('+')).map(parseTransient)),
    };
}

function parseTransient(word: string): [string, string] {
    const end = word.indexOf('=');
    return [word.slice(1, end), word.slice(end + 1)];
}
