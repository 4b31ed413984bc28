import { escapeOf } from './shown-text';

/** A call as somebody would make it elsewhere: in a shell, in an application, in a test. */
export interface Call {
    readonly name: string;
    readonly args: readonly string[];
    readonly isEvaluated: boolean;
    readonly chaincode: string;
    /** Undefined for the first organization's first user, who is the default. */
    readonly mspId?: string;
    readonly user?: string;
    readonly endorsers?: readonly string[];
    /** Names of the transient data: values are not part of a copy. */
    readonly transient: readonly string[];
    /** The code with which the contract refused it. */
    readonly refusedWith?: string;
}

/** Arguments that a shell or a reader cannot hold go to files. */
const LONGEST_INLINE = 4096;
const CONTROL = /\p{Cc}/u;

export interface ShellCopy {
    readonly text: string;
    /** To be saved beside it, by name. */
    readonly files: ReadonlyMap<string, string>;
}

export function shellCopy(call: Call): ShellCopy {
    const files = new Map<string, string>();
    const args = call.args.map((arg, index) => {
        if (!CONTROL.test(arg) && arg.length <= LONGEST_INLINE && !arg.startsWith('@')) return shellQuoted(arg);
        const name = `argument-${index + 1}.txt`;
        files.set(name, arg);
        return `@${name}`;
    });
    const options = [
        ...(call.mspId === undefined ? [] : ['--msp-id', shellQuoted(call.mspId)]),
        ...(call.user === undefined ? [] : ['--as', shellQuoted(call.user)]),
        ...call.transient.flatMap((name) => ['--transient', shellQuoted(`${name}=@${name}.json`)]),
        ...(call.endorsers ?? []).flatMap((mspId) => ['--endorser', shellQuoted(mspId)]),
    ];
    const separator = [call.name, ...call.args].some((text) => text.startsWith('-')) ? ['--'] : [];
    const command = call.isEvaluated ? 'query' : 'invoke';
    return { text: ['heddle', command, ...options, ...separator, shellQuoted(call.name), ...args].join(' '), files };
}

export function applicationCopy(call: Call): string {
    const options = [
        ...(call.args.length === 0 ? [] : [`arguments: [${call.args.map(codeText).join(', ')}]`]),
        ...(call.transient.length === 0 ? [] : [`transientData: { ${call.transient.map(memberText).join(', ')} }`]),
        ...(call.endorsers === undefined
            ? []
            : [`endorsingOrganizations: [${call.endorsers.map(codeText).join(', ')}]`]),
    ];
    const given = options.length === 0 ? '' : `, { ${options.join(', ')} }`;
    return `await contract.${call.isEvaluated ? 'evaluate' : 'submit'}(${codeText(call.name)}${given});`;
}

export function testCopy(call: Call): string {
    const made = methodText(call, call.isEvaluated ? 'evaluate' : 'submit');
    return call.refusedWith === undefined
        ? `await ${made};`
        : `await expect(${made}).toBeRefusedWith(${codeText(call.refusedWith)});`;
}

function methodText(call: Call, method: 'evaluate' | 'submit' | 'endorse'): string {
    const who = call.user === undefined && call.mspId === undefined ? 'net' : `net.as(${whoText(call)})`;
    const args = [call.name, ...call.args].map(codeText).join(', ');
    return `${who}.${method}(${args})`;
}

/** Two calls endorsed at the same height, committed in this order in one block. */
export function conflictCopy(first: Call, second: Call, codes: readonly [string, string]): string {
    return [
        `const first = await ${methodText(first, 'endorse')};`,
        `const second = await ${methodText(second, 'endorse')};`,
        `expect(await net.commit(first, second)).toEqual([${codes.map(codeText).join(', ')}]);`,
    ].join('\n');
}

function whoText({ user = 'User1', mspId }: Call): string {
    return mspId === undefined ? codeText(user) : `${codeText(user)}, { mspId: ${codeText(mspId)} }`;
}

/** Words that are no variables in a module. */
const RESERVED = new Set(
    (
        'arguments await break case catch class const continue debugger default delete do else enum eval export extends false ' +
        'finally for function if implements import in instanceof interface let new null package private protected public ' +
        'return static super switch this throw true try typeof var void while with yield'
    ).split(' '),
);

function memberText(name: string): string {
    return /^[A-Za-z_$][\w$]*$/.test(name) && !RESERVED.has(name) ? name : `${codeText(name)}: value`;
}

/** A word of a command, as a shell reads it back: in single quotes nothing is special but a single quote. */
export function shellQuoted(text: string): string {
    return /^[\w.,:/@%+-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A string of TypeScript; what would turn the text around it is written by its number. */
function codeText(text: string): string {
    const json = JSON.stringify(text)
        .slice(1, -1)
        .replaceAll(String.raw`\"`, '"')
        .replaceAll("'", String.raw`\'`);
    return `'${json.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}\p{Cs}]/gu, escapeOf)}'`;
}
