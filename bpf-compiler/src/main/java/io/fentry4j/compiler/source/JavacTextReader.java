package io.fentry4j.compiler.source;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.VariableElement;
import org.jspecify.annotations.Nullable;

/// Reads a constant's initializer through javac's public tree API.
///
/// Understood are string literals, text blocks, other constants, numbers, and their concatenation
/// with `+`. A number and a constant from a jar have no place, but what follows them does; after
/// any other expression (a conditional, arithmetic) no place is known.
final class JavacTextReader implements ProgramTextReader {

    private final Trees trees;

    private JavacTextReader(Trees trees) {
        this.trees = trees;
    }

    static ProgramTextReader of(ProcessingEnvironment environment) {
        return new JavacTextReader(Trees.instance(environment));
    }

    @Override
    public ProgramText read(VariableElement constant, String value) {
        List<ProgramText.Piece> pieces = new ArrayList<>();
        TreePath path = trees.getPath(constant);
        if (path != null) {
            read(path, constant, value, 0, pieces);
        }
        return new ProgramText(value, pieces);
    }

    /// Reads the initializer of `constant`, whose value starts at `start` in the text.
    private void read(
            TreePath path,
            VariableElement constant,
            String text,
            int start,
            List<ProgramText.Piece> pieces) {
        if (path.getLeaf() instanceof VariableTree variable && variable.getInitializer() != null) {
            List<TreePath> operands = new ArrayList<>();
            flatten(new TreePath(path, variable.getInitializer()), operands);
            int at = start;
            for (TreePath operand : operands) {
                at = readOperand(operand, constant, text, at, pieces);
                if (at < 0) {
                    return;
                }
            }
        }
    }

    /// The place in the text after this operand; -1 if it is not known.
    private int readOperand(
            TreePath operand,
            VariableElement owner,
            String text,
            int start,
            List<ProgramText.Piece> pieces) {
        if (operand.getLeaf() instanceof LiteralTree literal) {
            return readLiteral(operand, literal, text, start, pieces);
        }
        Element element = trees.getElement(operand);
        if (element instanceof VariableElement constant
                && constant.getConstantValue() != null
                && !constant.equals(owner)) {
            String value = String.valueOf(constant.getConstantValue());
            if (!text.startsWith(value, start)) {
                return -1;
            }
            TreePath path = trees.getPath(constant);
            if (path != null && constant.getConstantValue() instanceof String) {
                read(path, constant, text, start, pieces);
            }
            return start + value.length();
        }
        return -1;
    }

    private int readLiteral(
            TreePath path,
            LiteralTree literal,
            String text,
            int start,
            List<ProgramText.Piece> pieces) {
        if (!(literal.getValue() instanceof String value)) {
            String constant = String.valueOf(literal.getValue());
            return text.startsWith(constant, start) ? start + constant.length() : -1;
        }
        CompilationUnitTree unit = path.getCompilationUnit();
        int from = (int) trees.getSourcePositions().getStartPosition(unit, literal);
        CharSequence source = characters(unit);
        if (source == null || from < 0 || !text.startsWith(value, start)) {
            return -1;
        }
        LiteralRun.offsets(source, from, value)
                .ifPresent(offsets -> {
                    var java = new JavacSource(trees, unit);
                    pieces.add(new ProgramText.Piece(start, java, offsets));
                });
        return start + value.length();
    }

    private static @Nullable CharSequence characters(CompilationUnitTree unit) {
        try {
            return unit.getSourceFile().getCharContent(true);
        } catch (IOException e) {
            return null; // lines are lost, the compilation is not
        }
    }

    private static void flatten(TreePath path, List<TreePath> operands) {
        ExpressionTree tree = (ExpressionTree) path.getLeaf();
        if (tree instanceof ParenthesizedTree parenthesized) {
            flatten(new TreePath(path, parenthesized.getExpression()), operands);
        } else if (tree instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
            flatten(new TreePath(path, sum.getLeftOperand()), operands);
            flatten(new TreePath(path, sum.getRightOperand()), operands);
        } else {
            operands.add(path);
        }
    }
}
