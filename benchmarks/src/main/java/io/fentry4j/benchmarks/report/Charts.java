package io.fentry4j.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Rectangle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.StandardChartTheme;
import org.jfree.chart.axis.LogarithmicAxis;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.LineAndShapeRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.CategoryDataset;
import org.jfree.svg.SVGGraphics2D;

/// Draws charts as SVG files, the same bytes for the same figures.
final class Charts {

    private static final int WIDTH = 760;
    private static final int LINES_HEIGHT = 380;
    private static final int BAR_HEIGHT = 26;
    private static final int FRAME_HEIGHT = 110;

    private static final Color[] COLORS = {
        new Color(0x1b6ca8),
        new Color(0xd1495b),
        new Color(0x6a994e),
        new Color(0xedae49),
        new Color(0x5c4d7d),
        new Color(0x777777),
    };

    private final Path folder;

    Charts(Path folder) {
        this.folder = folder;
    }

    /// Draws a horizontal bar for each value, with the number beside it.
    ///
    /// @return the file's name
    String bars(String name, String title, String unit, CategoryDataset values) {
        JFreeChart chart =
                ChartFactory.createBarChart(
                        title, null, unit, values, PlotOrientation.HORIZONTAL, true, false, false);
        CategoryPlot plot = style(chart);
        BarRenderer renderer = (BarRenderer) plot.getRenderer();
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setItemMargin(0.05);
        renderer.setDefaultItemLabelGenerator(new StandardCategoryItemLabelGenerator());
        renderer.setDefaultItemLabelsVisible(true);
        plot.getRangeAxis().setUpperMargin(0.12);
        int count = values.getRowCount() * values.getColumnCount();
        return write(name, chart, FRAME_HEIGHT + BAR_HEIGHT * count);
    }

    /// Draws a line for each series; the values' axis is logarithmic.
    ///
    /// @return the file's name
    String lines(String name, String title, String across, String unit, CategoryDataset values) {
        JFreeChart chart = ChartFactory.createLineChart(title, across, unit, values);
        CategoryPlot plot = style(chart);
        plot.setRangeAxis(new LogarithmicAxis(unit));
        LineAndShapeRenderer renderer = new LineAndShapeRenderer();
        for (int i = 0; i < values.getRowCount(); i++) {
            renderer.setSeriesPaint(i, COLORS[i % COLORS.length]);
            renderer.setSeriesStroke(i, new BasicStroke(2));
        }
        plot.setRenderer(renderer);
        return write(name, chart, LINES_HEIGHT);
    }

    private static CategoryPlot style(JFreeChart chart) {
        StandardChartTheme theme = new StandardChartTheme("report");
        theme.setExtraLargeFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
        theme.setLargeFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        theme.setRegularFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        theme.apply(chart);
        chart.setBackgroundPaint(Color.WHITE);
        CategoryPlot plot = chart.getCategoryPlot();
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        plot.setOutlineVisible(false);
        for (int i = 0; i < COLORS.length; i++) {
            plot.getRenderer().setSeriesPaint(i, COLORS[i]);
        }
        return plot;
    }

    private String write(String name, JFreeChart chart, int height) {
        SVGGraphics2D graphics = new SVGGraphics2D(WIDTH, height);
        graphics.setDefsKeyPrefix(name); // instead of a random one
        chart.setElementHinting(false);
        chart.draw(graphics, new Rectangle(WIDTH, height));
        String file = name + ".svg";
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(file), graphics.getSVGDocument() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("write chart " + file, e);
        }
        return file;
    }
}
