import { CommandError, createLog, Environment, resolveLogLevel, resolveModulePath, writeOutput } from 'heddle/command';
import type { ConnectionRequest } from '../client/resolve-connection';
import type { GenerateClientOptions } from '../input/generate-options';
import { refuseIdleOptions } from '../input/operand-options';
import { parseOperand } from '../operands/operand';
import { readOperand } from '../operands/read-operand';
import { checkClientFile, writeClientFile } from './client-file';
import { printClient } from './print-client';
import { readModel } from './read-model';

/** What `heddle generate client` was given. */
export interface GenerateClientRequest extends ConnectionRequest {
    /** As `heddle diff` takes it; undefined where none was given. */
    readonly source: string | undefined;
    readonly options: GenerateClientOptions;
    /** Begins to listen for Ctrl-C, for a build. */
    readonly interruption: () => AbortSignal;
}

/**
 * Writes a client, prints it, or checks the one that is there.
 * @throws ConfigurationError where that cannot work, CommandError where the check fails
 */
export async function runGenerateClient(request: GenerateClientRequest): Promise<void> {
    const { out, check = false, force = false, int64, build } = request.options;
    const environment = new Environment(request.commandLine, request.variables);
    const source = request.source ?? resolveModulePath(environment);
    const logger = createLog(resolveLogLevel(environment));
    const operand = parseOperand(source);
    // Without a source, the folder is one.
    refuseIdleOptions([operand], request.commandLine, request.source === undefined ? [] : ['--module-path']);
    const metadata = await readOperand(operand, {
        logger,
        build,
        interruption: request.interruption,
        connection: request,
    }).catch((error: unknown) => {
        throw operand.kind === 'chaincode' ? withRemedy(error) : error;
    });
    const text = printClient(readModel(metadata, source, int64));
    if (out === undefined) await writeOutput(text);
    else if (check) checkClientFile(out, text);
    else writeClientFile(out, text, force);
}

/** A chaincode that answered, and not with metadata. */
function withRemedy(error: unknown): unknown {
    if (!(error instanceof CommandError) || !/chaincode response \d+/.test(error.message)) return error;
    const remedy =
        'a chaincode that has no contract API, and so no metadata: write what it takes into a file, in the form that `heddle metadata` prints, and name that';
    return new CommandError(1, `${error.message}\n    this may be ${remedy}`, { cause: error });
}
