import { Command, type DeveloperCommands, type ExitCode, runCommandLine } from 'heddle/command';
import { createAdoptCommand } from './commands/adopt';
import { createDevCommand } from './commands/dev';
import { createDiffCommand } from './commands/diff';
import { createEventsCommand } from './commands/events';
import { createGenerateCommand } from './commands/generate';
import { createInvokeCommand } from './commands/invoke';
import { createQueryCommand } from './commands/query';

/** The commands that `heddle` runs when this package is installed. It finds them; nobody else needs them. */
export const developerCommands: DeveloperCommands = {
    async run(args, host) {
        let exitCode: ExitCode = 0;
        const finish = (code: ExitCode): void => {
            exitCode = code;
        };
        const program = new Command('heddle')
            .helpCommand(false)
            .addCommand(createDevCommand(host, finish))
            .addCommand(createDiffCommand(host, finish))
            .addCommand(createInvokeCommand(host))
            .addCommand(createQueryCommand(host))
            .addCommand(createEventsCommand(host))
            .addCommand(createGenerateCommand(host))
            .addCommand(createAdoptCommand(host));
        await runCommandLine(program, args);
        return exitCode;
    },
};
