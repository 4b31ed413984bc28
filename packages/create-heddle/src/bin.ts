import { createProject } from './create';
import { HELP, parseCommandLine } from './input/command-line';
import { CreateError } from './reporting/create-error';
import { VERSION } from './version';

// The only file that ends the process.

async function main(): Promise<void> {
    const { argv, env, stdin, stdout } = process;
    const commandLine = parseCommandLine(argv.slice(2), env);
    if (commandLine.help) stdout.write(HELP);
    else if (commandLine.version) stdout.write(`${VERSION}\n`);
    else {
        await createProject(commandLine, {
            workingFolder: process.cwd(),
            variables: env,
            input: stdin,
            output: stdout,
            isInteractive: stdin.isTTY && stdout.isTTY,
        });
    }
}

main().catch((error: unknown) => {
    const isTold = error instanceof CreateError;
    process.stderr.write(
        `create-heddle: ${isTold ? error.message : `this is a defect of create-heddle: ${stackOf(error)}`}\n`,
    );
    process.exitCode = isTold ? error.exitCode : 1;
});

function stackOf(error: unknown): string {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
