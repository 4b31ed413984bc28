import { ConfigurationError } from '../reporting/command-error';

/** What a user can say in the environment, and mostly on the command line as well. */
export interface Sayable {
    /** As commander takes them: `--chaincode-id <id>`. Undefined if there is a variable only. */
    readonly flags?: string;
    /** Its variable, followed by other names that people set for the same thing. */
    readonly variables: readonly [string, ...string[]];
}

/** An option of a command, with its variable. */
export interface Setting extends Sayable {
    readonly flags: string;
    readonly description: string;
    /** What holds when nobody says anything, as `--help` shows it. */
    readonly fallback?: string;
    /** Whether the option may be given several times. The values are one then, with commas between them. */
    readonly repeats?: boolean;
}

/** A value, and the option or variable that it came from. */
export interface Given {
    readonly value: string;
    readonly source: string;
}

/** Something about the settings that belongs in the log. */
export interface Note {
    readonly level: 'info' | 'warn';
    readonly text: string;
}

/** The options that were given, by their long name: `--chaincode-id`. */
export type CommandLine = ReadonlyMap<string, string>;

/**
 * What the command line and the environment say together. The command line wins. An empty variable counts as not set:
 * that is what compose files make of a variable that the shell does not have.
 */
export class Environment {
    /** What was read from an unexpected place, or not used. */
    readonly notes: Note[] = [];
    readonly #commandLine: CommandLine;
    readonly #variables: NodeJS.ProcessEnv;

    constructor(commandLine: CommandLine, variables: NodeJS.ProcessEnv) {
        this.#commandLine = commandLine;
        this.#variables = variables;
    }

    /** @throws ConfigurationError if an option is empty, or two variables say different things */
    find(setting: Sayable): Given | undefined {
        const option = setting.flags === undefined ? '' : optionName(setting.flags);
        const value = this.#commandLine.get(option);
        if (value === undefined) return this.#findVariable(setting);
        if (value === '') throw new ConfigurationError(`${option} is empty: give it a value, or leave it out`);
        return { value, source: option };
    }

    /** Adds a note, once: settings are read again when their files may have changed. */
    note(level: Note['level'], text: string): void {
        if (!this.notes.some((note) => note.text === text)) this.notes.push({ level, text });
    }

    #findVariable(setting: Sayable): Given | undefined {
        const [first, second] = this.#setVariables(setting);
        if (second !== undefined) throw contradiction(this.#setVariables(setting), nameOf(setting));
        if (first !== undefined && first.source !== setting.variables[0]) {
            this.note('info', `${first.source} is used for ${setting.variables[0]}, which is not set`);
        }
        return first;
    }

    /** One variable for each value that is said: those that repeat it add nothing. */
    #setVariables({ variables }: Sayable): Given[] {
        const given = new Map<string, Given>();
        for (const source of variables) {
            const value = this.#variables[source];
            if (value === '') this.note('warn', `${source} is empty, which counts as not set`);
            else if (value !== undefined && !given.has(value)) given.set(value, { value, source });
        }
        return [...given.values()];
    }
}

/** `--module-path` of `-p, --module-path <folder>`. */
export function optionOf({ flags }: Pick<Setting, 'flags'>): string {
    return optionName(flags);
}

/** How a message tells the user what to set: `--chaincode-id or the variable CORE_CHAINCODE_ID`. */
export function nameOf({ flags, variables }: Sayable): string {
    const variable = `the variable ${variables[0]}`;
    return flags === undefined ? variable : `${optionName(flags)} or ${variable}`;
}

/** What to throw where several sources say different values of one thing. */
export function contradiction(given: readonly Given[], name: string): ConfigurationError {
    const said = given.map(({ source, value }) => `${source} is ${JSON.stringify(value)}`).join(' and ');
    return new ConfigurationError(`${said}: they mean the same thing, so give one value, by ${name}`);
}

function optionName(flags: string): string {
    return /--\S+/.exec(flags)?.[0] ?? flags;
}
