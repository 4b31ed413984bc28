import { Command, DEVELOPER_COMMANDS, type ProcessHost, readCommandLine } from 'heddle/command';
import { addStudioOptions, type StudioOptions } from '../input/studio-options';

/** Makes `heddle studio`, which serves a page that shows a network's ledger until it is told to end. */
export function createStudioCommand(host: ProcessHost): Command {
    const command = addStudioOptions(new Command('studio').description(DEVELOPER_COMMANDS.studio));
    return command.action(async (options: StudioOptions) => {
        const { runStudio } = await import('../real-network/run-studio.js');
        const request = { options, commandLine: readCommandLine(command), variables: host.variables };
        await runStudio(request, () => host.interruption());
    });
}
