import { createInterface, type Interface } from 'node:readline/promises';
import { type Template, templateNamed, TEMPLATES } from '../project/templates';
import { CreateError } from '../reporting/create-error';
import { DEFAULT_NAME, resolvePlace } from './project-name';

/** Asks a person at a terminal, until the answer will do; an empty answer is the default. */
export class Questions implements Disposable {
    readonly #terminal: Interface;
    readonly #output: NodeJS.WritableStream;
    readonly #given = new AbortController();

    constructor(input: NodeJS.ReadableStream, output: NodeJS.WritableStream) {
        this.#output = output;
        this.#terminal = createInterface({ input, output });
        // Ctrl-C closes it as well, and so does the end of the input.
        this.#terminal.once('close', () => {
            this.#given.abort();
        });
    }

    /** @param workingFolder against which a path is read */
    name(workingFolder: string): Promise<string> {
        return this.#ask(`Name of the project [${DEFAULT_NAME}]: `, (answer) => {
            const name = answer === '' ? DEFAULT_NAME : answer;
            resolvePlace(name, workingFolder);
            return name;
        });
    }

    template(): Promise<Template> {
        const rows = TEMPLATES.map(
            ({ name, description }, index) => `  ${index + 1}  ${name.padEnd(11)}${description}\n`,
        );
        this.#output.write(`\n${rows.join('')}\n`);
        return this.#ask(`Template [1]: `, (answer) => {
            const byNumber = TEMPLATES[answer === '' ? 0 : Number(answer) - 1];
            return byNumber ?? templateNamed(answer);
        });
    }

    [Symbol.dispose](): void {
        this.#terminal.close();
    }

    async #ask<T>(question: string, read: (answer: string) => T): Promise<T> {
        const answer = await this.#answerTo(question);
        try {
            return read(answer.trim());
        } catch (error) {
            if (!(error instanceof CreateError)) throw error;
            this.#output.write(`${error.message}\n`);
        }
        return await this.#ask(question, read);
    }

    async #answerTo(question: string): Promise<string> {
        try {
            return await this.#terminal.question(question, { signal: this.#given.signal });
        } catch (error) {
            this.#output.write('\n');
            throw new CreateError(1, 'nothing was made, since the questions were left', { cause: error });
        }
    }
}
