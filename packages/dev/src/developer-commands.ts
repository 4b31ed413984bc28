import { Command, type DeveloperCommands, type ExitCode, runCommandLine } from 'heddle/command';
import { createAdoptCommand } from './commands/adopt';
import { createBlocksCommand } from './commands/blocks';
import { createCheckCommand } from './commands/check';
import { createConsoleCommand } from './commands/console';
import { createCostCommand } from './commands/cost';
import { createDebugCommand } from './commands/debug';
import { createDevCommand } from './commands/dev';
import { createDiffCommand } from './commands/diff';
import { createEventsCommand } from './commands/events';
import { createFuzzCommand } from './commands/fuzz';
import { createGenerateCommand } from './commands/generate';
import { createInvokeCommand } from './commands/invoke';
import { createLoadCommand } from './commands/load';
import { createMatrixCommand } from './commands/matrix';
import { createQueryCommand } from './commands/query';
import { createReplayCommand } from './commands/replay';
import { createRevertCommand } from './commands/revert';
import { createSnapshotCommand } from './commands/snapshot';
import { createStateCommand } from './commands/state';
import { createStudioCommand } from './commands/studio';

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
            .addCommand(createStateCommand(host))
            .addCommand(createStudioCommand(host))
            .addCommand(createSnapshotCommand(host))
            .addCommand(createRevertCommand(host))
            .addCommand(createConsoleCommand(host))
            .addCommand(createGenerateCommand(host))
            .addCommand(createAdoptCommand(host))
            .addCommand(createCheckCommand(finish))
            .addCommand(createFuzzCommand(host, finish))
            .addCommand(createCostCommand(host, finish))
            .addCommand(createLoadCommand(host, finish))
            .addCommand(createMatrixCommand(host, finish))
            .addCommand(createBlocksCommand(host))
            .addCommand(createReplayCommand(host, finish))
            .addCommand(createDebugCommand(host, finish));
        await runCommandLine(program, args);
        return exitCode;
    },

    async describe(file) {
        const { readDescriptions } = await import('./describing/read-descriptions.js');
        return readDescriptions(file);
    },
};
