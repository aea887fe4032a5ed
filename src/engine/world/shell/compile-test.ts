/** `[[ … ]]` as the words of a `test` expression. Words are neither split nor globbed; right sides of = are patterns. */
import type { TestExpression, Word } from 'unbash';
import { emitWord } from './compile-word.ts';
import type { Emitter } from './emitter.ts';

export function emitTest(out: Emitter, node: TestExpression): void {
  switch (node.type) {
    case 'TestUnary':
      emitOperator(out, node.operator);
      return emitOperand(out, node.operand, false);
    case 'TestBinary':
      emitOperand(out, node.left, false);
      emitOperator(out, node.operator);
      return emitOperand(out, node.right, ['=', '==', '!='].includes(node.operator));
    case 'TestNot':
      for (const _negation of node.negations) emitOperator(out, '!');
      return emitTest(out, node.operand);
    case 'TestGroup':
      return emitGroup(out, node.expression);
    case 'TestLogical':
      node.operands.forEach((operand, index) => {
        if (index > 0) emitOperator(out, node.operator === '&&' ? '-a' : '-o');
        emitTest(out, operand);
      });
  }
}

function emitGroup(out: Emitter, node: TestExpression): void {
  emitOperator(out, '(');
  emitTest(out, node);
  emitOperator(out, ')');
}

function emitOperator(out: Emitter, text: string): void {
  out.emit({ op: 'word' });
  out.emit({ op: 'text', text, mode: 'quoted' });
  out.emit({ op: 'whole-argument', pattern: false });
}

function emitOperand(out: Emitter, word: Word, pattern: boolean): void {
  emitWord(out, word);
  out.emit({ op: 'whole-argument', pattern });
}
