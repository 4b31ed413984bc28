export { developerCommands } from './developer-commands';
