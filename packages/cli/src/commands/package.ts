import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { CodeToPack } from '../identity/pack-code';
import { addSettings, readCommandLine } from '../input/command-line';
import { Environment } from '../input/environment';
import { MODULE_PATH, resolveModulePath } from '../input/module-path';
import { addOptionRules, type OptionRule } from '../input/option-rules';
import type { DeclaredModel } from '../packaging/declared-model';
import { ConfigurationError, type ExitCode } from '../reporting/command-error';
import { sentenceOf } from '../reporting/finding';
import { writeNamedFile } from '../reporting/write-named-file';
import type { ProcessHost } from '../serving/process-host';
import { createPackageVerifyCommand } from './package-verify';

interface PackageOptions {
    readonly type: string;
    readonly label?: string;
    readonly address?: string;
    readonly dialTimeout: string;
    readonly tlsRootCert?: string;
    readonly clientCert?: string;
    readonly clientKey?: string;
    readonly collectionsConfig?: string;
    readonly withCode?: boolean;
    readonly sbom?: string;
    readonly output?: string;
    readonly json?: boolean;
}

const CONFIG = 'CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG';

const RULES: readonly OptionRule[] = [{ options: ['--sbom'], needs: ['--with-code'] }];

/** Makes `heddle package`, which makes the package by which peers know a chaincode server. */
export function createPackageCommand(host: ProcessHost, finish: (exitCode: ExitCode) => void): Command {
    const command = new Command('package')
        .description('Make the package that peers install, and print its id and what the server needs.')
        .helpCommand(false)
        .option('--label <label>', 'label of the package, such as basic_1.0; required')
        .option(
            '--address <host:port>',
            `where peers reach the server; they fill in {{.name}} from their ${CONFIG}; required`,
        )
        .option('--dial-timeout <time>', 'how long a peer tries to connect, such as 10s, 500ms or 1m', '10s')
        .option(
            '--tls-root-cert <file>',
            "PEM of the authority of the server's certificate; peers use TLS with it only",
        )
        .option('--client-cert <file>', 'PEM of the certificate that peers show to the server')
        .option('--client-key <file>', 'PEM of its private key, not encrypted')
        .option('--collections-config <file>', 'collections to check the indexes against; they are not packed')
        .option('--with-code', 'let the id stand for the code in the folder, built and installed')
        .option('--sbom <file>', 'with it: CycloneDX as JSON, in place of what @cyclonedx/cyclonedx-npm makes')
        .addOption(
            new Option('--type <type>', 'which builder takes it').choices(['ccaas', 'external']).default('ccaas'),
        )
        .option('-o, --output <file>', 'where to write; default: the label with .tgz')
        .option('--json', 'print JSON');
    addSettings(command, { modulePath: MODULE_PATH });
    command.addCommand(createPackageVerifyCommand(finish));
    return addOptionRules(command, RULES).action(async (options: PackageOptions) => {
        const environment = new Environment(readCommandLine(command), host.variables);
        const folder = resolveModulePath(environment);
        const given = environment.find(MODULE_PATH);
        // Not every chaincode has a package.json: of others it is where META-INF is.
        if (given !== undefined && statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
            throw new ConfigurationError(
                `${given.source} is ${given.value}, which is no folder: name one that is there`,
            );
        await makePackage(options, folder);
    });
}

async function makePackage(options: PackageOptions, folder: string): Promise<void> {
    const { resolvePackageRequest } = await import('../packaging/package-request.js');
    const { createPackage } = await import('../packaging/create-package.js');
    const { serverEnvironmentOf } = await import('../packaging/server-environment.js');
    const { content, warnings: ofContent } = resolvePackageRequest({
        ...options,
        folder,
        model: await modelOf(folder),
    });
    const code = await codeOf(options, folder);
    const files = [...content.files, ...(code?.files ?? [])];
    const warnings = [...ofContent, ...(code?.warnings ?? [])];
    const { packageId, bytes } = createPackage({ ...content, files });
    const file = options.output ?? `${content.label}.tgz`;
    writeNamedFile('--output', file, bytes);
    for (const warning of warnings) process.stderr.write(`heddle: ${sentenceOf(warning)}\n`);
    const { variables, hints } = serverEnvironmentOf(packageId, content.connection);
    if (options.json === true) {
        const output = { file, packageId, code: code?.digest, environment: variables };
        process.stdout.write(`${JSON.stringify(output, undefined, 4)}\n`);
        return;
    }
    // All of it is a file of variables, as docker and others take it.
    const standing = code === undefined ? [] : [`it stands for the code ${code.digest}`];
    const comments = [`${file} has the package id ${packageId}`, ...standing, 'run heddle server with:', ...hints];
    const lines = [
        ...comments.map((line) => `# ${line}`),
        ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
}

/** What lets the package stand for code, if that is asked for. */
async function codeOf({ withCode, sbom }: PackageOptions, folder: string): Promise<CodeToPack | undefined> {
    if (withCode === true) {
        const { packCode } = await import('../identity/pack-code.js');
        return packCode(folder, sbom);
    }
    return undefined;
}

/** What the contracts in a folder declare; nothing where there is no package of any. */
async function modelOf(folder: string): Promise<DeclaredModel> {
    const { declaredModelOf, NOTHING_DECLARED } = await import('../packaging/declared-model.js');
    if (!existsSync(join(folder, 'package.json'))) return NOTHING_DECLARED;
    const { createLog } = await import('../reporting/log.js');
    const { loadChaincode } = await import('../loading/load-chaincode.js');
    return declaredModelOf((await loadChaincode(folder, createLog('warn'))).metadata);
}
