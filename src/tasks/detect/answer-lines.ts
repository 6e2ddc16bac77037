import type { Line, Style } from '../../core/report.ts';
import type { AnswerLine, AnswerState, Answers } from '../../timeline/answers/answer.ts';
import { evidenceText } from './cites.ts';

const STYLES: Readonly<Record<AnswerState, Style>> = { good: 'good', open: 'bad', unknown: 'warning', plain: 'plain' };

/** The three questions with their answers, for people. */
export function answerLines({ over, howBad, whatElse }: Answers, digits: number): readonly Line[] {
  return [
    ...block('Is it over?', over, digits),
    ...block('How bad?', howBad, digits),
    ...block('What else?', whatElse, digits),
  ];
}

function block(question: string, lines: readonly AnswerLine[], digits: number): Line[] {
  if (lines.length === 0) return [{ text: `${question}  nothing in evidence says so`, style: 'warning' }];
  return [{ text: question, style: 'strong' }, ...lines.map((line) => answerLine(line, digits))];
}

function answerLine({ topic, text, state, citations }: AnswerLine, digits: number): Line {
  const where = evidenceText(citations, digits);
  return { text: `${topic}: ${text}${where === '' ? '' : ` [${where}]`}`, style: STYLES[state], indent: 2 };
}
