/** What PCRE does not take: CouchDB refuses it as a bad argument. */
export class PatternInvalid extends Error {}

/** What PCRE takes and JavaScript cannot express. */
export class PatternUnsupported extends Error {
    constructor(what: string) {
        super(
            `the local peer's $regex has no ${what}: write the condition without it, or run it against a network with CouchDB`,
        );
    }
}

/** A pattern by its bytes, and how far it has been read. */
export class PatternText {
    readonly text: string;
    at = 0;

    constructor(pattern: string) {
        this.text = Buffer.from(pattern).toString('latin1');
    }

    get isAtEnd(): boolean {
        return this.at >= this.text.length;
    }

    /** The next byte; empty at the end. */
    get next(): string {
        return this.text[this.at] ?? '';
    }

    /** The byte that is read. @throws PatternInvalid at the end */
    take(): string {
        if (this.isAtEnd) throw new PatternInvalid();
        const taken = this.next;
        this.at++;
        return taken;
    }

    /** Reads a word if it comes next. */
    skip(word: string): boolean {
        if (!this.text.startsWith(word, this.at)) return false;
        this.at += word.length;
        return true;
    }

    /** Reads what a sticky expression matches here. */
    match(what: RegExp): RegExpExecArray | undefined {
        what.lastIndex = this.at;
        const match = what.exec(this.text);
        if (match === null) return undefined;
        this.at += match[0].length;
        return match;
    }

    /** @throws PatternInvalid where something else comes next */
    expect(what: RegExp): RegExpExecArray {
        const match = this.match(what);
        if (match === undefined) throw new PatternInvalid();
        return match;
    }
}
