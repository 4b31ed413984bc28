import { Command, DEVELOPER_COMMANDS, type ProcessHost, readCommandLine } from 'heddle/command';
import { addBlocksOptions, type BlocksOptions } from '../input/blocks-options';

/** Makes `heddle blocks`, which fetches the blocks of a channel. */
export function createBlocksCommand(host: ProcessHost): Command {
    const fetch = addBlocksOptions(
        new Command('fetch')
            .description('Fetch blocks into a folder; what it has already is not fetched again.')
            .argument('<folder>', 'is made where there is none'),
    ).action(async (folder: string, options: BlocksOptions) => {
        const { fetchBlocks } = await import('../replaying/fetch-blocks.js');
        const request = { options, commandLine: readCommandLine(fetch), variables: host.variables };
        const count = await fetchBlocks(folder, request, host.interruption());
        process.stderr.write(`${count} blocks fetched into ${folder}\n`);
    });
    return new Command('blocks').description(DEVELOPER_COMMANDS.blocks).helpCommand(false).addCommand(fetch);
}
