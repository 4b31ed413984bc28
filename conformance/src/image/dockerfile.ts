/** One instruction of a Dockerfile. */
export interface Instruction {
    /** In capitals: `COPY`. */
    readonly name: string;
    /** What follows it, continued lines joined. */
    readonly text: string;
}

/** A COPY: from where, what, and to where. */
export interface Copy {
    /** The stage that it copies from; undefined for the folder that is built. */
    readonly from: string | undefined;
    readonly sources: readonly string[];
    readonly target: string;
}

/** Reads the instructions of a Dockerfile, without comments. */
export function parseDockerfile(text: string): Instruction[] {
    return text
        .replace(/^\s*#.*$/gm, '')
        .replace(/\\\n/g, ' ')
        .split('\n')
        .map((line) => /^\s*(\w+)\s+(.*?)\s*$/.exec(line))
        .flatMap((match) => (match === null ? [] : [{ name: (match[1] ?? '').toUpperCase(), text: match[2] ?? '' }]));
}

/** @throws Error if it has an unknown option */
export function parseCopy({ text }: Instruction): Copy {
    const words = text.split(/\s+/);
    const options = words.filter((word) => word.startsWith('--'));
    const paths = words.filter((word) => !word.startsWith('--'));
    const unknown = options.find((option) => !option.startsWith('--from='));
    if (unknown !== undefined) throw new Error(`COPY ${text}: ${unknown} is not known here`);
    return {
        from: options[0]?.slice('--from='.length),
        sources: paths.slice(0, -1),
        target: paths.at(-1) ?? '',
    };
}

/** The words of a CMD, which must be in the form of a list: in the other one a shell would take the signals. */
export function parseCommand({ text }: Instruction): string[] {
    const words: unknown = JSON.parse(text);
    if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words;
    throw new Error(`CMD ${text}: it must be a list of texts`);
}
