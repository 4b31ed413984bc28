import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';

it('the package does not load grpc-js before a port or a server is there', () => {
    const report = `
        require(process.argv[1]);
        process.stdout.write(Object.keys(require.cache).filter((path) => path.includes('grpc-js')).join());
    `;
    const { stdout, status } = spawnSync(process.execPath, ['-e', report, require.resolve('../index')], {
        encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, '']);
});
