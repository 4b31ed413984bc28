import { createPrivateKey } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import type { Network } from '@hyperledger/fabric-gateway';
import { type ClientNetwork, openClientNetwork } from '../harness/client-network';
import type { ClientIdentity } from '../harness/gateway-target';

/** A newcomer's tsconfig.json. */
const TSCONFIG = {
    compilerOptions: {
        target: 'es2022',
        module: 'node16',
        outDir: 'dist',
        rootDir: 'src',
        strict: true,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        sourceMap: true,
        skipLibCheck: true,
        types: ['node'],
    },
    include: ['src'],
};

/** Where a source of this folder is, seen from what the compiler has made of this file. */
const SOURCES = join(__dirname, '..', '..', 'src', 'newcomer');

/** Commands and builds find what they start. */
const VARIABLES = { PATH: process.env['PATH'] ?? '' };

export interface DevNetworkOptions {
    /** The folders of the packages, and the contract's source in each. */
    readonly packages: Readonly<Record<string, string>>;
    /** Options of `heddle dev`. */
    readonly args?: readonly string[];
    /** What heddle.config.json says. Default: there is no such file. */
    readonly config?: object;
}

interface Organization {
    readonly mspId: string;
    readonly gateway: string;
    readonly certificatePath: string;
}

/** Contracts as a newcomer has them, in folders of their own that `heddle dev` builds and runs. */
export class DevNetwork implements AsyncDisposable {
    readonly #folder: TemporaryFolder;
    readonly #dev: HeddleProcess;
    readonly #clients: ClientNetwork[] = [];

    private constructor(folder: TemporaryFolder, dev: HeddleProcess) {
        this.#folder = folder;
        this.#dev = dev;
    }

    /** Resolves when it can be called. */
    static async start({ packages, args = [], config }: DevNetworkOptions): Promise<DevNetwork> {
        const folder = new TemporaryFolder();
        folder.writePackage({});
        if (config !== undefined) folder.write('heddle.config.json', JSON.stringify(config));
        for (const [name, source] of Object.entries(packages)) writeContract(folder, name, source);
        const dev = new HeddleProcess(['dev', '--port', '0', ...args], { cwd: folder.path, variables: VARIABLES });
        const network = new DevNetwork(folder, dev);
        await network.printed(/ready after/);
        return network;
    }

    /** The contract's source in a package, which a debugger shows. */
    sourceOf(name: string, source: string): string {
        return join(this.#folder.path, name, 'src', `${source}.ts`);
    }

    folderOf(name: string): string {
        return join(this.#folder.path, name);
    }

    /** What it has printed, as soon as that matches. */
    printed(pattern: RegExp): Promise<RegExpExecArray> {
        return this.#dev.printed(pattern);
    }

    /** The channel, as a user of an organization. */
    as(user: string, mspId = 'Org1MSP'): Network {
        const organization = this.#organization(mspId);
        const endpoint = { peerAddress: organization.gateway, rootCertificate: undefined };
        const client = openClientNetwork(endpoint, identityOf(user, organization));
        this.#clients.push(client);
        return client.network;
    }

    /** Runs a command in the folder of the network. */
    async heddle(...args: readonly string[]): Promise<{ readonly code: unknown; readonly lines: readonly string[] }> {
        await using command = new HeddleProcess(args, { cwd: this.#folder.path, variables: VARIABLES });
        const code = await command.exited;
        return { code, lines: [...command.lines, ...command.stdout.split('\n')] };
    }

    async [Symbol.asyncDispose](): Promise<void> {
        for (const client of this.#clients) client[Symbol.dispose]();
        await this.#dev[Symbol.asyncDispose]();
        this.#folder[Symbol.dispose]();
    }

    #organization(mspId: string): Organization {
        const file = join(this.#folder.path, '.heddle', 'connection.json');
        const { organizations } = JSON.parse(readFileSync(file, 'utf8')) as { organizations: readonly Organization[] };
        const found = organizations.find((one) => one.mspId === mspId);
        if (found === undefined) throw new Error(`${mspId} is not in ${file}`);
        return found;
    }
}

/** As `npm init` and a look at a guide leave it. */
function writeContract(folder: TemporaryFolder, name: string, source: string): void {
    const manifest = {
        name: name === '.' ? source : name,
        version: '1.0.0',
        main: `dist/${source}.js`,
        scripts: { build: 'tsc' },
    };
    folder.write(join(name, 'package.json'), JSON.stringify(manifest));
    folder.write(join(name, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    folder.write(join(name, 'src', `${source}.ts`), readFileSync(join(SOURCES, `${source}.ts`)));
}

/** In cryptogen's layout, where the organization's first user is as well. */
function identityOf(user: string, { mspId, certificatePath }: Organization): ClientIdentity {
    const users = dirname(dirname(dirname(dirname(certificatePath))));
    const name = readdirSync(users).find((folder) => folder.startsWith(`${user}@`)) ?? user;
    const msp = join(users, name, 'msp');
    return {
        mspId,
        certificate: readFileSync(join(msp, 'signcerts', 'cert.pem'), 'utf8'),
        privateKey: createPrivateKey(readFileSync(join(msp, 'keystore', 'priv_sk'))),
    };
}
