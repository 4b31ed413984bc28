import { cpSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runCommand } from '../fabric/daemon';
import { type Instruction, parseCommand, parseCopy, parseDockerfile } from './dockerfile';

/** What a container of the image would start. */
export interface BuiltImage {
    /** The folder that stands for the working folder in the image. */
    readonly workingFolder: string;
    readonly command: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
}

/**
 * Takes the steps of a Dockerfile without Docker: each stage is a folder, RUN runs on this machine, and base images and
 * users are left out. So it shows that the steps lead to something that serves; it does not show that the base image has
 * what it takes.
 */
export class ImageBuild {
    readonly #context: string;
    readonly #root: string;
    readonly #stages = new Map<string, string>();
    readonly #environment: Record<string, string> = {};
    #stage = '';
    #workingFolder = '';
    #command: readonly string[] = [];

    /**
     * @param context the folder that is built
     * @param root an empty folder for the stages
     */
    constructor(context: string, root: string) {
        this.#context = context;
        this.#root = root;
    }

    /** @throws Error if a step fails, or is of an unknown kind */
    async run(dockerfile: string, print: (line: string) => void): Promise<BuiltImage> {
        for (const instruction of parseDockerfile(dockerfile)) {
            print(`${instruction.name} ${instruction.text}`);
            await this.#step(instruction);
        }
        return { workingFolder: this.#workingFolder, command: this.#command, environment: this.#environment };
    }

    async #step(instruction: Instruction): Promise<void> {
        const { name, text } = instruction;
        if (name === 'FROM') this.#begin(text);
        else if (name === 'WORKDIR') this.#enter(text);
        else if (name === 'ENV') this.#set(text);
        else if (name === 'COPY') this.#copy(instruction);
        else if (name === 'RUN') await runCommand('sh', ['-c', `cd "$STAGE" && ${text}`], this.#variables());
        else if (name === 'CMD') this.#command = parseCommand(instruction);
        else if (!['ARG', 'USER', 'EXPOSE'].includes(name)) throw new Error(`${name} ${text}: not known here`);
    }

    #begin(text: string): void {
        const name = / AS (\S+)$/i.exec(text)?.[1] ?? 'image';
        this.#stage = join(this.#root, name);
        this.#stages.set(name, this.#stage);
        this.#workingFolder = this.#stage;
        mkdirSync(this.#stage);
    }

    #enter(path: string): void {
        this.#workingFolder = join(this.#stage, path);
        mkdirSync(this.#workingFolder, { recursive: true });
    }

    #set(text: string): void {
        const [variable = '', value = ''] = text.split('=', 2);
        this.#environment[variable] = value;
    }

    #copy(instruction: Instruction): void {
        const { from, sources, target } = parseCopy(instruction);
        const source = from === undefined ? this.#context : this.#stages.get(from);
        if (source === undefined) throw new Error(`COPY ${instruction.text}: there is no stage ${String(from)}`);
        for (const path of sources) {
            const into = target.endsWith('/') ? join(target, basename(path)) : target;
            cpSync(join(source, path), join(this.#workingFolder, into), { recursive: true, verbatimSymlinks: true });
        }
    }

    #variables(): NodeJS.ProcessEnv {
        return { ...process.env, ...this.#environment, STAGE: this.#workingFolder };
    }
}
