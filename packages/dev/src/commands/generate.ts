import { Command, DEVELOPER_COMMANDS, type ProcessHost, readCommandLine } from 'heddle/command';
import { addGenerateOptions, type GenerateClientOptions } from '../input/generate-options';
import { FORMS } from '../operands/operand';

/** Makes `heddle generate`, which writes programs of what is known of contracts. */
export function createGenerateCommand(host: ProcessHost): Command {
    return new Command('generate')
        .description(DEVELOPER_COMMANDS.generate)
        .helpCommand(false)
        .addCommand(createClientCommand(host));
}

function createClientCommand(host: ProcessHost): Command {
    const { variables } = host;
    const command = addGenerateOptions(
        new Command('client').description('Write a typed TypeScript client of contracts, in one file.'),
        FORMS,
    );
    return command.action(async (source: string | undefined, options: GenerateClientOptions) => {
        const { runGenerateClient } = await import('../generating/run-generate-client.js');
        await runGenerateClient({
            source,
            options,
            commandLine: readCommandLine(command),
            variables,
            interruption: () => host.interruption(),
        });
    });
}
