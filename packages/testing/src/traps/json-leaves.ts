/** A text or number within a value, and the member that has it. */
export interface Leaf {
    /** '' where it is the whole value; of an element, the member that has the array. */
    readonly name: string;
    readonly text: string;
    readonly isNumber: boolean;
}

/** The texts and numbers in a value that is JSON; a value that is none is one text. */
export function leavesOf(bytes: Uint8Array): readonly Leaf[] {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        return [{ name: '', text, isNumber: false }];
    }
    const leaves: Leaf[] = [];
    collect('', value, leaves);
    return leaves;
}

function collect(name: string, value: unknown, leaves: Leaf[]): void {
    if (typeof value === 'string' || typeof value === 'number')
        leaves.push({ name, text: String(value), isNumber: typeof value === 'number' });
    else if (Array.isArray(value)) for (const element of value) collect(name, element, leaves);
    else if (typeof value === 'object' && value !== null)
        for (const [member, inner] of Object.entries(value)) collect(member, inner, leaves);
}
