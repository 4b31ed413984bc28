import { describe, expect, it } from '@jest/globals';
import { CreateError } from '../reporting/create-error';
import { HELP, parseCommandLine } from './command-line';

function mistakeOf(args: readonly string[], variables: NodeJS.ProcessEnv = {}): string {
    try {
        parseCommandLine(args, variables);
        return 'none';
    } catch (error) {
        if (!(error instanceof CreateError)) throw error;
        expect(error.exitCode).toBe(2);
        return error.message;
    }
}

describe('the command line', () => {
    it('has a name and options, in any order', () => {
        expect(parseCommandLine(['--template', 'minimal', 'cars', '-y', '--no-install'], {})).toEqual({
            name: 'cars',
            template: 'minimal',
            yes: true,
            install: false,
            git: true,
            help: false,
            version: false,
        });
        expect(parseCommandLine([], {})).toMatchObject({
            name: undefined,
            template: undefined,
            yes: false,
            install: true,
        });
    });

    it('asks nothing where npm was told so', () => {
        expect(parseCommandLine(['cars'], { npm_config_yes: 'true' }).yes).toBe(true);
        expect(parseCommandLine(['cars'], { npm_config_yes: '' }).yes).toBe(false);
    });

    it.each<[string, readonly string[], RegExp]>([
        ['an option that there is not', ['--tempate', 'minimal'], /^Unknown option '--tempate': --help lists/],
        ['an option without its value', ['--template'], /--template.*: --help lists what there is$/],
        ['a value where there is none', ['--yes=no'], /--yes.*: --help lists what there is$/],
        ['a second name', ['cars', 'boats'], /one name is enough, and "boats" comes after it: .* cars -- --template/],
    ])('refuses %s', (_, args, expected) => {
        expect(mistakeOf(args)).toMatch(expected);
    });

    // npm 11 leaves the value as an argument, and says what it took in a variable.
    it.each<[readonly string[], NodeJS.ProcessEnv, RegExp]>([
        [['cars', 'minimal'], { npm_config_template: 'true' }, /^npm has taken --template for .* cars -- --template /],
        [['cars'], { npm_config_template: 'minimal' }, /^npm has taken --template/],
        [['cars'], { npm_config_install: '' }, /^npm has taken --no-install .* cars -- --no-install$/],
        [['cars'], { npm_config_git: 'false' }, /^npm has taken --no-git .* cars -- --no-git$/],
    ])('says where options stand that npm took for its own: %j', (args, variables, expected) => {
        expect(mistakeOf(args, variables)).toMatch(expected);
    });

    it('leaves settings of npm alone that only have such a name', () => {
        expect(mistakeOf(['cars'], { npm_config_git: '/usr/bin/git' })).toBe('none');
        expect(mistakeOf(['cars', '--template', 'minimal'], { npm_config_template: 'true' })).toBe('none');
    });

    it('is explained in 80 columns', () => {
        expect(HELP.split('\n').filter((line) => line.length > 80)).toEqual([]);
    });
});
