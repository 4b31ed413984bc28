import { describe, expect, it } from '@jest/globals';
import { createLogger } from './logger';
import { createLoggerFromEnvironment, newLogger } from './named-logger';

describe('newLogger', () => {
    it('writes lines with its name, and values as util.format', () => {
        const lines: string[] = [];
        const log = newLogger(
            'audit',
            createLogger('info', (line) => lines.push(line)),
        );
        log.debug('not %s', 'shown');
        log.info('moved %s to %j', 'a1', { owner: 'bob' });
        log.error(new Error('broken'));
        expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
            { level: 'info', name: 'audit', msg: 'moved a1 to {"owner":"bob"}' },
            { level: 'error', name: 'audit', msg: expect.stringContaining('Error: broken') },
        ]);
    });
});

describe('createLoggerFromEnvironment', () => {
    it.each([
        ['CRITICAL', ['error']],
        ['error', ['error']],
        ['WARNING', ['warn', 'error']],
        ['INFO', ['info', 'warn', 'error']],
        ['Debug', ['debug', 'info', 'warn', 'error']],
        ['unknown', ['info', 'warn', 'error']],
        [undefined, ['info', 'warn', 'error']],
    ])('takes the level %s', (level, enabled) => {
        const logger = createLoggerFromEnvironment({ CORE_CHAINCODE_LOGGING_LEVEL: level });
        const levels = ['debug', 'info', 'warn', 'error'];
        expect(levels.filter((name) => logger.isLevelEnabled(name))).toEqual(enabled);
    });

    it.each(['WARNING', 'CRITICAL'])(
        'leaves %s in the environment, so that the next logger has the same level',
        (level) => {
            const environment = Object.freeze({ CORE_CHAINCODE_LOGGING_LEVEL: level });
            const levels = ['debug', 'info', 'warn', 'error'];
            const [first, second] = [1, 2].map(() => {
                const logger = createLoggerFromEnvironment(environment);
                newLogger('audit', logger).info('written by none of them');
                return levels.filter((name) => logger.isLevelEnabled(name));
            });
            expect(first).toEqual(level === 'WARNING' ? ['warn', 'error'] : ['error']);
            expect(second).toEqual(first);
            expect(environment).toEqual({ CORE_CHAINCODE_LOGGING_LEVEL: level });
        },
    );
});
