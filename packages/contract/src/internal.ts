/** What Heddle's other packages share and users do not need: it may change with every release. */
export { isOfStandardDecorator, legacySetting } from './evidence/standard-decorators';
