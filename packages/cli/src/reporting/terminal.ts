/** Where a command tells a person what happens. */
export interface Terminal {
    readonly isColoured: boolean;
    /** How wide it is. Left out where nobody looks on, or nobody knows. */
    readonly columns?: number | undefined;
    write(text: string): void;
}

export type Style = keyof typeof CODES;

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

/** Colours text where the terminal shows colours. */
export function paint(terminal: Terminal, style: Style, text: string): string {
    return terminal.isColoured ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;
}

/** Standard output; coloured where a person looks on, unless NO_COLOR is set (https://no-color.org); COLUMNS sets its width. */
export function openTerminal(variables: NodeJS.ProcessEnv): Terminal {
    const { NO_COLOR: none = '', FORCE_COLOR: force = '', COLUMNS: columns = '' } = variables;
    return {
        isColoured: none === '' && (process.stdout.isTTY || (force !== '' && force !== '0')),
        // Asked for each time: a window changes.
        get columns() {
            if (/^[1-9]\d{0,4}$/.test(columns)) return Number(columns);
            return process.stdout.isTTY ? process.stdout.columns : undefined;
        },
        write: (text) => process.stdout.write(text),
    };
}
